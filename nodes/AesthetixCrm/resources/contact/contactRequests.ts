import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import type { CrmField } from '../../../../domain/crm/crmField';
import { asRecord, asRecords, asText } from '../../../../domain/coerce';
import { isBadRequest, isNotFound } from '../../transport/refusal';
import { Snapshots } from '../../transport/snapshots';

const READ = 'contacts.readonly';
const WRITE = 'contacts.write';
const MAX_FOUND = 20;

const snapshots = new Snapshots<CrmContact>();

/** Keeps the contact as this run last saw it, for the run's next nodes. */
export function keepSnapshot(crm: CrmClient, contact: CrmContact): CrmContact {
	snapshots.set(crm.executionId, contact.id, contact);
	return contact;
}

/** The contact as this run last saw it, or else as it is now. */
export async function knownContact(crm: CrmClient, contactId: string): Promise<CrmContact> {
	return snapshots.get(crm.executionId, contactId) ?? (await getContact(crm, contactId));
}

/**
 * The contact as it is now. Throws where it does not exist.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/get-contact
 */
export async function getContact(crm: CrmClient, contactId: string): Promise<CrmContact> {
	const { contact } = await crm.request(readRequest(contactId));
	return keepSnapshot(crm, { ...readContact(asRecord(contact)), id: contactId, isComplete: true });
}

/** The contact as it is now, or nothing if it was deleted since the CRM last listed it. */
export async function getContactIfExists(
	crm: CrmClient,
	contactId: string,
): Promise<CrmContact | undefined> {
	const request = readRequest(contactId);
	const result = await crm.send(request);
	if (result.ok) {
		const contact = readContact(asRecord(result.body.contact));
		return keepSnapshot(crm, { ...contact, id: contactId, isComplete: true });
	}
	if (isNotFound(result.refusal)) return undefined;
	throw crm.errorOf(result.refusal, request);
}

/**
 * Contacts that have a value in a custom field. The search is a few seconds behind, and whether it
 * filters by custom fields is not documented: if it does not, nothing is found.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced
 */
export async function searchContactsByField(
	crm: CrmClient,
	field: CrmField,
	value: string,
): Promise<CrmContact[]> {
	const request: CrmRequest = {
		method: 'POST',
		path: '/contacts/search',
		body: {
			locationId: crm.location.locationId,
			pageLimit: MAX_FOUND,
			page: 1,
			filters: [{ field: `customFields.${field.id}`, operator: 'eq', value }],
		},
		onlyReads: true,
		what: 'the search for a contact',
		scope: READ,
	};
	const result = await crm.send(request);
	if (result.ok) {
		const contacts = asRecords(result.body.contacts).map(readContact);
		return contacts.filter(({ values }) => asText(values.get(field.id)) === value);
	}
	if (isBadRequest(result.refusal)) return [];
	throw crm.errorOf(result.refusal, request);
}

/**
 * The contact with exactly this email or phone.
 * @param address The number in E.164, such as `+12145550123`.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/get-duplicate-contact
 */
export async function findByEmailOrPhone(
	crm: CrmClient,
	address: { email: string } | { number: string },
): Promise<CrmContact | undefined> {
	const request: CrmRequest = {
		method: 'GET',
		path: '/contacts/search/duplicate',
		qs: { locationId: crm.location.locationId, ...address },
		what: 'the search by email or phone',
		scope: READ,
	};
	const result = await crm.send(request);
	// What the CRM answers if there is none is not documented.
	if (!result.ok && isNotFound(result.refusal)) return undefined;
	if (!result.ok) throw crm.errorOf(result.refusal, request);

	const found = readContact(asRecord(result.body.contact));
	if (found.id === '') return undefined;
	return found.isComplete ? keepSnapshot(crm, found) : await getContactIfExists(crm, found.id);
}

/** https://marketplace.gohighlevel.com/docs/ghl/contacts/create-contact */
export function createRequest({ location }: CrmClient, properties: IDataObject): CrmRequest {
	return {
		method: 'POST',
		path: '/contacts/',
		body: { locationId: location.locationId, ...properties },
		what: 'the new contact',
		scope: WRITE,
	};
}

/** https://marketplace.gohighlevel.com/docs/ghl/contacts/update-contact */
export function updateRequest(contactId: string, body: IDataObject): CrmRequest {
	return { method: 'PUT', path: pathOf(contactId), body, what: named(contactId), scope: WRITE };
}

/** https://marketplace.gohighlevel.com/docs/ghl/contacts/add-tags and remove-tags */
export function tagsRequest(
	method: 'POST' | 'DELETE',
	contactId: string,
	tags: string[],
): CrmRequest {
	const path = `${pathOf(contactId)}/tags`;
	return { method, path, body: { tags }, what: named(contactId), scope: WRITE };
}

function readRequest(contactId: string): CrmRequest {
	return { method: 'GET', path: pathOf(contactId), what: named(contactId), scope: READ };
}

function pathOf(contactId: string): string {
	return `/contacts/${encodeURIComponent(contactId)}`;
}

function named(contactId: string): string {
	return `the contact ${contactId}`;
}
