import { asList, asText, type Json, type JsonObject } from '../http/json';
import { withFieldValues } from './fieldValues';
import { refuseWith, unprocessable } from './refusals';
import { registered } from './tagNames';
import type { Contact } from './types';
import { crmNow, type CrmWorld } from './world';

const OWN = ['firstName', 'lastName', 'name', 'email', 'phone', 'dateOfBirth', 'gender'];
const IGNORED = ['locationId', 'createNewIfDuplicateAllowed', 'tags', 'customFields', ...OWN];

export function contactOr400(id: string, world: CrmWorld): Contact {
	const contact = world.contacts.get(id);
	if (contact) return contact;
	return refuseWith(world.unknowns.get('unknownContact'), `Contact with id ${id} not found`);
}

export function saveContact(contact: Contact, world: CrmWorld): void {
	contact.dateUpdated = crmNow(world);
	world.contacts.set(contact.id, contact);
	world.contactIndex.record(contact.id, contact);
}

export function newContact(world: CrmWorld): Contact {
	const now = crmNow(world);
	return {
		id: world.ids.next(),
		type: 'lead',
		tags: [],
		customFields: {},
		other: {},
		dateAdded: now,
		dateUpdated: now,
	};
}

/** The contact with what a valid body says about it; the stored one stays untouched. */
export function withBody(contact: Contact, body: JsonObject, world: CrmWorld): Contact {
	const changed: Contact = { ...contact, other: { ...contact.other } };
	takeName(changed, body);
	if (body.email !== undefined) changed.email = emailFrom(body.email);
	if (body.phone !== undefined) changed.phone = phoneFrom(body.phone, world);
	if (body.dateOfBirth !== undefined) changed.dateOfBirth = birthDateFrom(body.dateOfBirth);
	// Tags in the body of a contact overwrite whatever was there.
	if (body.tags !== undefined) changed.tags = registered(asList(body.tags).map(asText), world);
	if (body.customFields !== undefined) {
		const sent = asList(body.customFields);
		changed.customFields = withFieldValues(contact.customFields, sent, 'contact', world);
	}
	for (const [name, value] of Object.entries(body)) {
		if (!IGNORED.includes(name) && value !== undefined) changed.other[name] = value;
	}
	return changed;
}

function takeName(contact: Contact, body: JsonObject): void {
	if (body.name !== undefined) {
		const [first = '', ...rest] = asText(body.name).trim().split(/\s+/);
		contact.firstName = first;
		contact.lastName = rest.join(' ');
	}
	if (body.firstName !== undefined) contact.firstName = asText(body.firstName) || undefined;
	if (body.lastName !== undefined) contact.lastName = asText(body.lastName) || undefined;
}

function emailFrom(value: Json): string | undefined {
	const email = asText(value);
	if (email === '') return undefined;
	if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) unprocessable('email must be an email');
	return email;
}

function phoneFrom(value: Json, world: CrmWorld): string | undefined {
	const phone = asText(value);
	if (phone === '' || world.unknowns.get('phoneForm') === 'asSent') return phone || undefined;
	return e164(phone);
}

export function e164(phone: string): string {
	const digits = phone.replace(/\D/g, '');
	if (phone.trim().startsWith('+')) return `+${digits}`;
	return digits.length === 10 ? `+1${digits}` : `+${digits}`;
}

/** Year first or month first, with any of the usual separators. */
function birthDateFrom(value: Json): string | undefined {
	const text = asText(value);
	if (text === '') return undefined;
	const yearFirst = /^(\d{4})[-/._](\d{2})[-/._](\d{2})$/.exec(text);
	const monthFirst = /^(\d{2})[-/._](\d{2})[-/._](\d{4})$/.exec(text);
	if (yearFirst) return `${yearFirst[1]}-${yearFirst[2]}-${yearFirst[3]}`;
	if (monthFirst) return `${monthFirst[3]}-${monthFirst[1]}-${monthFirst[2]}`;
	return unprocessable('dateOfBirth must be a valid date');
}
