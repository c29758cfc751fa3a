import type { IDataObject, INode } from 'n8n-workflow';
import { jsonParse, NodeOperationError } from 'n8n-workflow';

import { asRecord, asRecords, asText, isRecord } from '../../../../domain/coerce';
import type { CrmField } from '../../../../domain/crm/crmField';
import type { FieldEncoding, FieldValue } from '../../../../domain/crm/fieldValue';
import { encode, formatFieldValue, sameFieldValue } from '../../../../domain/crm/fieldValue';
import type { CrmClient } from '../../transport/client';
import type { CrmContact } from '../contact/contact';
import { findFields } from './customFields';

/** A value a custom field of a contact gets. The empty text empties the field. */
export interface FieldChange {
	field: CrmField;
	value: FieldValue;
}

/** Pairs of a field's name and its value, from the rows of the node's form. */
export function entriesOfRows(rows: unknown): Array<[string, unknown]> {
	return asRecords(asRecord(rows).field).map((row) => {
		const picked = isRecord(row.field) ? row.field.value : row.field;
		return [asText(picked), row.value];
	});
}

/** The same from an object or its JSON. `undefined` leaves a field alone, `null` empties it. */
export function entriesOfObject(node: INode, given: unknown): Array<[string, unknown]> {
	const value = typeof given === 'string' ? parse(given) : given;
	if (isRecord(value)) return Object.entries(value).filter(([, entry]) => entry !== undefined);
	throw new NodeOperationError(node, "'Fields' is not an object", {
		description: 'Enter an object such as {"Next Visit Date": "2026-12-01"}.',
	});
}

/** Looks the fields up by name. Throws for an unknown name, and for a value of the wrong type. */
export async function toFieldChanges(
	crm: CrmClient,
	entries: ReadonlyArray<[string, unknown]>,
): Promise<FieldChange[]> {
	const names = entries.map(([name]) => name);
	const fields = await findFields(crm, names);
	return fields.map((field, index) => ({
		field,
		value: requireFieldValue(crm, field, entries[index]?.[1]),
	}));
}

/** The value as the CRM takes it for this field. Throws where it does not fit the field's type. */
export function requireFieldValue(crm: CrmClient, field: CrmField, value: unknown): FieldValue {
	const formatted = formatFieldValue(field.dataType, value, crm.zone);
	if ('value' in formatted) return formatted.value;
	throw new NodeOperationError(crm.node, `The 'Value' does not fit the field "${field.name}"`, {
		description: `The field takes ${formatted.expected}.`,
	});
}

/** The part of an update's body that changes custom fields. */
export function toCustomFields(
	changes: readonly FieldChange[],
	encoding: FieldEncoding,
): IDataObject {
	const customFields = changes.map(({ field, value }) => ({
		id: field.id,
		field_value: encode(field.dataType, value, encoding),
	}));
	return { customFields };
}

/** Whether the contact has the value already. */
export function holds({ values }: CrmContact, { field, value }: FieldChange): boolean {
	return sameFieldValue(field.dataType, values.get(field.id), value);
}

function parse(text: string): unknown {
	return text.trim() === '' ? {} : jsonParse<unknown>(text, { fallbackValue: undefined });
}
