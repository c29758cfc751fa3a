import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { isMemoryOnly, memoryOnly } from './memoryOnly';
import type { NodeError } from './nodeError';
import { isTransient, toNodeError } from './nodeError';

export interface RunItemsOptions {
	/** How many items may be processed at the same time. */
	concurrency: number;
	/** Items with the same key are processed one after the other, in their order. */
	keyOf?: (itemIndex: number) => string;
}

/**
 * The item loop of every action node. Links each output to its input item. An error becomes an
 * output item if the user chose to continue on errors.
 * @throws Otherwise the first error, which names its item.
 */
export async function runItems(
	this: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject | IDataObject[]>,
	{ concurrency, keyOf = String }: RunItemsOptions,
): Promise<INodeExecutionData[]> {
	const limit = pLimit(concurrency);
	const results: INodeExecutionData[][] = [];
	let firstError: NodeError | undefined;

	const runGroup = async (group: number[]) => {
		for (const itemIndex of group) {
			if (firstError) return;
			try {
				results[itemIndex] = outputItems(this, await work(itemIndex), itemIndex);
			} catch (error) {
				const nodeError = toNodeError(this.getNode(), error, itemIndex);
				if (this.continueOnFail()) results[itemIndex] = [errorItem(this, nodeError, itemIndex)];
				else firstError ??= nodeError;
			}
		}
	};

	const itemIndexes = this.getInputData().map((_, itemIndex) => itemIndex);
	const groups = Map.groupBy(itemIndexes, (itemIndex) => keyOrOwn(keyOf, itemIndex));
	await Promise.all([...groups.values()].map(async (group) => await limit(runGroup, group)));

	if (firstError) throw firstError;
	return results.flat();
}

function outputItems(
	context: IExecuteFunctions,
	produced: IDataObject | IDataObject[],
	itemIndex: number,
): INodeExecutionData[] {
	return [produced].flat().map((json) => ({
		json: memoryOnly(context, json),
		pairedItem: { item: itemIndex },
	}));
}

/** A key that cannot be read is reported when its item is processed. */
function keyOrOwn(keyOf: (itemIndex: number) => string, itemIndex: number): string {
	try {
		return keyOf(itemIndex);
	} catch {
		return `item ${itemIndex}`;
	}
}

/**
 * The output of an item that failed. Only with these keys does n8n send it to the error output; an
 * `error` beside `json` would put the service's response into the saved execution. n8n adds the
 * input's properties, unless the pairing is a plain number: a copy of a patient's data would not be
 * {@link memoryOnly}.
 */
export function errorItem(
	context: IExecuteFunctions,
	error: NodeError,
	itemIndex: number,
): INodeExecutionData {
	return {
		json: {
			error: error.message,
			details: {
				nextStep: error.description ?? '',
				itemIndex,
				transient: isTransient(error),
			},
		},
		pairedItem: isMemoryOnly(context) ? itemIndex : { item: itemIndex },
	};
}
