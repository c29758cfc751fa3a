import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { isMemoryOnly, memoryOnly } from './memoryOnly';
import type { NodeError } from './nodeError';
import { isTransient, toNodeError } from './nodeError';

export interface RunItemsOptions {
	/** How many items may be at work at the same time. */
	concurrency: number;
	/** Items of one key are worked on one after the other, in their order. */
	keyOf?: (itemIndex: number) => string;
}

/**
 * The item loop of every action node: links outputs to their item, turns what goes wrong into an
 * item of its own where the user chose to continue, and says which item it was where not.
 */
export async function runItems(
	this: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject | IDataObject[]>,
	{ concurrency, keyOf = String }: RunItemsOptions,
): Promise<INodeExecutionData[]> {
	const limit = pLimit(concurrency);
	const results: INodeExecutionData[][] = [];
	let stop: NodeError | undefined;

	const runOne = async (itemIndex: number) => {
		if (stop) return;
		try {
			const produced = await work(itemIndex);
			results[itemIndex] = [produced].flat().map((json) => ({
				json: memoryOnly(this, json),
				pairedItem: { item: itemIndex },
			}));
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error, itemIndex);
			if (this.continueOnFail()) results[itemIndex] = [errorItem(this, nodeError, itemIndex)];
			else stop ??= nodeError;
		}
	};

	const inOrder = async (itemIndexes: number[]) => {
		for (const itemIndex of itemIndexes) await runOne(itemIndex);
	};

	const itemIndexes = this.getInputData().map((_, itemIndex) => itemIndex);
	const groups = Map.groupBy(itemIndexes, (itemIndex) => keyOrOwn(keyOf, itemIndex));
	await Promise.all([...groups.values()].map(async (group) => await limit(inOrder, group)));

	if (stop) throw stop;
	return results.flat();
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
 * An item that went wrong, where the user chose to continue. Only these keys make n8n send it to
 * the error output; an `error` beside `json` would put the service's answer into the saved
 * execution. n8n adds the input's properties, unless the pairing is a plain number: a copy of a
 * patient's data would not be {@link memoryOnly}.
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
