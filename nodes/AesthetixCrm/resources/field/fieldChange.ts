import type { IDataObject, INode } from 'n8n-workflow';
import { jsonParse, NodeOperationError } from 'n8n-workflow';

import type { FieldEncoding, FieldValue } from '../../../../domain/crm/fieldValue';
import { encode, formatFieldValue, sameFieldValue } from '../../../../domain/crm/fieldValue';
import type { CrmContact } from '../contact/contact';
import type { CrmClient } from '../../transport/crmClient';
import type { CrmField } from '../../../../domain/crm/crmField';
import { findFields } from './customFields';
import { asRecord, asRecords, asText, isRecord } from '../../../../domain/coerce';

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

/** The same from an object or its JSON. What is undefined is not named; null empties the field. */
export function entriesOfObject(node: INode, given: unknown): Array<[string, unknown]> {
	const value = typeof given === 'string' ? parse(given) : given;
	if (isRecord(value)) return Object.entries(value).filter(([, entry]) => entry !== undefined);
	throw new NodeOperationError(node, "The 'Fields' are no object", {
		description: 'Enter for instance {"Next Visit Date": "2026-12-01"}.',
	});
}

export async function toFieldChanges(
	crm: CrmClient,
	entries: ReadonlyArray<[string, unknown]>,
): Promise<FieldChange[]> {
	const fields = await findFields(
		crm,
		entries.map(([name]) => name),
	);
	return fields.map((field, index) => {
		const formatted = formatFieldValue(field.dataType, entries[index]?.[1], crm.zone);
		if ('value' in formatted) return { field, value: formatted.value };
		throw new NodeOperationError(crm.node, `The 'Value' does not fit the field "${field.name}"`, {
			description: `It holds ${formatted.expected}.`,
		});
	});
}

export function toCustomFields(
	wanted: readonly FieldChange[],
	spelling: FieldEncoding,
): IDataObject {
	const customFields = wanted.map(({ field, value }) => ({
		id: field.id,
		field_value: encode(field.dataType, value, spelling),
	}));
	return { customFields };
}

export function holds({ values }: CrmContact, { field, value }: FieldChange): boolean {
	return sameFieldValue(field.dataType, values.get(field.id), value);
}

function parse(text: string): unknown {
	return text.trim() === '' ? {} : jsonParse<unknown>(text, { fallbackValue: undefined });
}
