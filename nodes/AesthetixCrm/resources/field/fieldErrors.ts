import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { CrmField } from '../../../../domain/crm/crmField';
import type { FieldsWritten } from './writeFields';
import type { FieldChange } from './fieldChange';

/** A value that does not arrive is no detail: everything that hangs on it would be wrong. */
export function fieldsNotSaved(node: INode, contactId: string, open: readonly FieldChange[]) {
	const fields = open.filter(({ value }) => value !== '').map(({ field }) => field);
	return notTakenError(
		node,
		named(fields),
		`Look at the contact ${contactId}, and under Settings > Custom Fields at the type of the field. Enter a value by hand to see whether it stays.`,
	);
}

export function propertiesNotSaved(node: INode, contactId: string, names: readonly string[]) {
	const what = named(names.map((name) => ({ name })));
	return notTakenError(node, what, `Look at the contact ${contactId}, and enter it there by hand.`);
}

function notTakenError(node: INode, what: string, description: string) {
	const message = `The CRM answered that it wrote ${what}, and did not`;
	const error = new NodeOperationError(node, message, { description });
	error.context.transient = false;
	return error;
}

export function fieldsCannotBeRestored(node: INode, fields: readonly CrmField[]) {
	const error = new NodeOperationError(
		node,
		`The CRM empties all fields that an update does not name, and ${named(fields)} cannot be written back`,
		{
			description:
				'Look at this field of the contact in the CRM. Nothing more is written to contacts that have it.',
		},
	);
	error.context.transient = false;
	return error;
}

/** What somebody should know of a write that went well otherwise. Empty where there is nothing. */
export function warningOf({ notEmptied, restored }: FieldsWritten): string {
	const fieldsOf = (ones: readonly FieldChange[]) => named(ones.map(({ field }) => field));
	const warnings = [
		notEmptied.length > 0 &&
			`The CRM did not empty ${fieldsOf(notEmptied)}, though it answered that it did. Empty it by hand.`,
		restored.length > 0 &&
			`The CRM emptied all fields that an update did not name. ${fieldsOf(restored)} was written back, and is written along from now on.`,
	];
	return warnings.filter(Boolean).join(' ');
}

function named(fields: ReadonlyArray<{ name: string }>): string {
	return fields.map(({ name }) => `"${name}"`).join(', ');
}
