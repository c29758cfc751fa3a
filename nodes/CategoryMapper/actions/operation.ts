import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { PracticeRules } from '../../../domain/sync/syncPlan';

/** What the node decided about one item: the index of its output, and what it holds. */
export interface Decision {
	output: number;
	json: IDataObject;
}

export interface Operation {
	description: INodeProperties[];
	/** Names of the outputs. An item that fails goes to the last one. */
	outputs: readonly string[];
	execute(context: IExecuteFunctions, itemIndex: number, rules: PracticeRules): Decision;
}
