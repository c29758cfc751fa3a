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
 * that returns, while expressions and nodes read the object itself. The function is an ordinary
 * property, so that it comes along where n8n copies an item, such as to an error output.
 */
export function memoryOnly(context: ItemContext, json: IDataObject): IDataObject {
	const mustBeJson = isShownInEditor(context) || isReadByModel(context);
	if (mustBeJson || !savesNothing(context)) return json;
	return { ...json, toJSON: () => ({ notStored: NOT_STORED }) };
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
