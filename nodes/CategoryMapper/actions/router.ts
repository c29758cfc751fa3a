import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { PracticeRules } from '../../../domain/sync/syncPlan';
import { memoryOnly } from '../../shared/memoryOnly';
import { toNodeError } from '../../shared/nodeError';
import { errorItem } from '../../shared/runItems';
import { readPracticeRules } from '../practiceRules';
import { operations } from './index';
import type { Operation } from './operation';

/** Hands every item to the node's operation and sends it to the output the operation decides on. */
export function router(this: IExecuteFunctions): INodeExecutionData[][] {
	let rules: PracticeRules | undefined;
	const operation = operationOf(this);
	const outputs: INodeExecutionData[][] = operation.outputs.map(() => []);

	this.getInputData().forEach((_, itemIndex) => {
		try {
			// Read by the first item: n8n takes what a node throws before its items for success.
			rules ??= readPracticeRules.call(this);
			const { output, json } = operation.execute(this, itemIndex, rules);
			outputs[output]?.push({ json: memoryOnly(this, json), pairedItem: { item: itemIndex } });
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error, itemIndex);
			if (!this.continueOnFail()) throw nodeError;
			outputs.at(-1)?.push(errorItem(this, nodeError, itemIndex));
		}
	});
	return outputs;
}

function operationOf(context: IExecuteFunctions): Operation {
	const name = String(context.getNodeParameter('operation', 0));
	const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
	if (operation) return operation;
	throw new NodeOperationError(context.getNode(), `There is no 'Operation' named "${name}"`, {
		description: "Choose an 'Operation' from the list.",
	});
}
