import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** What n8n writes down, and a node that copies items gets, instead of an item. */
const NOT_STORED =
	'This workflow saves no executions, so this item is in memory only. Nodes that copy items, such as Code, receive this text instead.';

/**
 * Keeps an item out of n8n's database where the workflow is set to save no executions.
 *
 * In queue mode n8n writes the data of a failed run all the same, and of every webhook's run, and
 * deletes it a moment later. What it writes is JSON: an object with a `toJSON` is written as what
 * that gives, while expressions and nodes go on reading the object itself. The function is an
 * ordinary property, so that it comes along where n8n copies an item, such as to an error output.
 *
 * A run by hand is left alone: its items are shown in the editor.
 */
export function memoryOnly(
	context: Pick<IExecuteFunctions, 'getMode' | 'getWorkflowSettings'>,
	json: IDataObject,
): IDataObject {
	return isSaved(context) ? json : { ...json, toJSON: () => ({ notStored: NOT_STORED }) };
}

function isSaved(context: Pick<IExecuteFunctions, 'getMode' | 'getWorkflowSettings'>): boolean {
	const { saveDataErrorExecution, saveDataSuccessExecution } = context.getWorkflowSettings();
	const savesNone = saveDataErrorExecution === 'none' && saveDataSuccessExecution === 'none';
	return context.getMode() === 'manual' || !savesNone;
}
