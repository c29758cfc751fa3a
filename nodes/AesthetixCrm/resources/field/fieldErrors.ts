import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** What an error needs to know of a field: its name. */
type Named = { name: string };
type Change = { field: Named; value: unknown };

/** Fails: later steps rely on these values. */
export function fieldsNotSaved(node: INode, contactId: string, unsaved: readonly Change[]) {
	const filled = unsaved.filter(({ value }) => value !== '').map(({ field }) => field);
	return notSavedError(
		node,
		filled,
		`Open the contact ${contactId} and enter a value by hand to see whether it stays. Check the type of the field under Settings > Custom Fields.`,
	);
}

export function propertiesNotSaved(node: INode, contactId: string, names: readonly string[]) {
	const properties = names.map((name) => ({ name }));
	return notSavedError(node, properties, `Open the contact ${contactId} and enter it by hand.`);
}

function notSavedError(node: INode, fields: readonly Named[], description: string) {
	const message = `The CRM reported success but did not save ${namesOf(fields)}`;
	const error = new NodeOperationError(node, message, { description });
	error.context.transient = false;
	return error;
}

export function fieldsCannotBeRestored(node: INode, fields: readonly Named[]) {
	const error = new NodeOperationError(
		node,
		`The CRM clears all fields that an update does not name, and ${namesOf(fields)} cannot be written back`,
		{
			description:
				'Check this field of the contact in the CRM. Nothing more is written to contacts that have it.',
		},
	);
	error.context.transient = false;
	return error;
}

/** What somebody should know about a write that succeeded otherwise. Empty where there is nothing. */
export function warningOf(written: {
	notEmptied: readonly Change[];
	restored: readonly Change[];
}): string {
	const [notEmptied, restored] = [written.notEmptied, written.restored].map((changes) =>
		namesOf(changes.map(({ field }) => field)),
	);
	const warnings = [
		notEmptied && `The CRM reported success but did not empty ${notEmptied}. Empty it by hand.`,
		restored &&
			`The CRM cleared all fields that an update did not name. ${restored} was written back, and will be sent along from now on.`,
	];
	return warnings.filter(Boolean).join(' ');
}

function namesOf(fields: readonly Named[]): string {
	return fields.map(({ name }) => `"${name}"`).join(', ');
}
