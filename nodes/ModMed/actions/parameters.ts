import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readId, isResourceId } from '../../../domain/fhir/reference';
import { asInstant, asRecord, asText } from '../../../domain/coerce';

/** Where a value was entered. */
export type Entry = Pick<IExecuteFunctions, 'getNode' | 'getTimezone'>;

/** How many results an operation may return at most. */
export function limitOf(context: IExecuteFunctions, itemIndex: number): number {
	const all = context.getNodeParameter('returnAll', itemIndex, false);
	return all ? Infinity : Number(context.getNodeParameter('limit', itemIndex, 50)) || 50;
}

/** A collection of options or filters, as far as they were filled in. */
export function collectionOf(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): Record<string, unknown> {
	return asRecord(context.getNodeParameter(name, itemIndex, {}));
}

/** The ID of a value chosen from a list or typed, or an empty text for none. */
export function chosenId(node: INode, value: unknown, label: string, itemIndex = 0): string {
	const chosen = asText(asRecord(value).value ?? value);
	const id = readId(chosen);
	if (id === '' || isResourceId(id)) return id;
	throw new NodeOperationError(node, `'${label}' is not an ID of ModMed`, {
		itemIndex,
		description: `Choose '${label}' from the list, or enter the ID as ModMed shows it.`,
	});
}

/** An instant somebody entered in the workflow's time zone, or the empty text for none. */
export function enteredInstant(
	context: Entry,
	value: unknown,
	label: string,
	itemIndex = 0,
): string {
	// An expression may give a date object of luxon instead of a text.
	const text = asText(typeof value === 'object' && value !== null ? String(value) : value);
	const instant = asInstant(text, context.getTimezone());
	if (text === '' || instant !== '') return instant;
	throw new NodeOperationError(context.getNode(), `'${label}' is not a date`, {
		itemIndex,
		description: `Enter '${label}' like 2026-03-01T08:00:00 or 2026-03-01.`,
	});
}

/** A FHIR resource as an item. */
export function asItem(resource: unknown): IDataObject {
	return asRecord(resource) as IDataObject;
}
