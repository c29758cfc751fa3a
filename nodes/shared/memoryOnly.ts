import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** What n8n writes down, and a node that copies items gets, instead of an item. */
const NOT_STORED =
	'This workflow saves no executions, so this item is in memory only. Nodes that copy items, such as Code, receive this text instead.';

type ItemContext = Pick<IExecuteFunctions, 'getMode' | 'getNode' | 'getWorkflowSettings'>;

/**
 * Keeps an item out of n8n's database where the workflow is set to save no executions.
 *
 * In queue mode n8n writes the data of a failed run all the same, and of every webhook's run, and
 * deletes it a moment later. What it writes is JSON: an object with a `toJSON` is written as what
 * that returns, while nodes and expressions read the object itself. They copy its enumerable
 * properties into a sandbox that takes no functions, so `toJSON` is not one of them.
 */
export function memoryOnly(context: ItemContext, json: IDataObject): IDataObject {
	if (!isMemoryOnly(context)) return json;
	return Object.defineProperty({ ...json }, 'toJSON', { value: () => ({ notStored: NOT_STORED }) });
}

/** Whether the items of this run stay out of n8n's database. */
export function isMemoryOnly(context: ItemContext): boolean {
	const mustBeJson = isShownInEditor(context) || isReadByModel(context);
	return !mustBeJson && savesNothing(context);
}

function savesNothing(context: ItemContext): boolean {
	const { saveDataErrorExecution, saveDataSuccessExecution } = context.getWorkflowSettings();
	return saveDataErrorExecution === 'none' && saveDataSuccessExecution === 'none';
}

function isShownInEditor(context: ItemContext): boolean {
	return context.getMode() === 'manual';
}

/** n8n gives a node that is the tool of an AI agent a type of its own. */
function isReadByModel(context: ItemContext): boolean {
	return context.getNode().type.endsWith('Tool');
}
