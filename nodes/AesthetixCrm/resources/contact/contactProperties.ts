import type { IDataObject, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toDay } from '../../../../domain/crm/crmDate';
import type { CrmContact } from './contact';
import { toE164 } from './phoneNumber';

/** The entered fields in the form that the CRM takes, empty ones included. Throws for an invalid one. */
export function toProperties(
	node: INode,
	entered: Record<string, unknown>,
	zone: string,
): IDataObject {
	const texts = Object.entries(entered).map(([name, value]) => [name, String(value ?? '').trim()]);
	const properties: Record<string, string> = Object.fromEntries(texts);
	const { email, phone, dateOfBirth } = properties;
	return {
		...properties,
		...(email && { email: email.toLowerCase() }),
		...(phone && {
			phone: requireValid(node, 'Phone', toE164(phone), 'a number such as (214) 555-0123'),
		}),
		...(dateOfBirth && {
			dateOfBirth: requireValid(
				node,
				'Date of Birth',
				toDay(dateOfBirth, zone),
				'a date such as 1990-09-25',
			),
		}),
	};
}

export function withoutEmpty(properties: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
}

/** The properties that differ from the contact's, whatever form the contact has them in. */
export function changedProperties(
	properties: IDataObject,
	standard: Record<string, unknown>,
): IDataObject {
	const changed = Object.entries(properties).filter(
		([name, value]) => comparable(name, standard[name]) !== comparable(name, value),
	);
	return Object.fromEntries(changed);
}

/** The properties that are as they were before the update. One the CRM wrote in its own form is saved. */
export function unsavedProperties(
	wanted: IDataObject,
	before: CrmContact,
	after: CrmContact,
): string[] {
	const plain = (name: string, value: unknown) => comparable(name, value).toLowerCase();
	return Object.keys(wanted).filter((name) => {
		const now = plain(name, after.standard[name]);
		return now !== plain(name, wanted[name]) && now === plain(name, before.standard[name]);
	});
}

function comparable(name: string, value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (name === 'email') return text.toLowerCase();
	if (name === 'phone') return toE164(text) || text;
	return name === 'dateOfBirth' ? toDay(value) : text;
}

function requireValid(node: INode, label: string, value: string, expected: string): string {
	if (value !== '') return value;
	throw new NodeOperationError(node, `The '${label}' cannot be read`, {
		description: `Enter ${expected}, or leave it out.`,
	});
}
