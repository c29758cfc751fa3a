import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import type { CrmField } from '../../../../domain/crm/crmField';
import { asRecord, asRecords, asText } from '../../../../domain/coerce';
import { isNotFound } from '../../transport/refusal';
import { Snapshots } from '../../transport/snapshots';

const READ = 'contacts.readonly';
const WRITE = 'contacts.write';
const MOST_CARRIERS = 20;

const snapshots = new Snapshots<CrmContact>();

export function keepSnapshot(crm: CrmClient, contact: CrmContact): CrmContact {
	snapshots.set(crm.executionId, contact.id, contact);
	return contact;
}

/** As this run last saw it, or read now. */
export async function knownContact(crm: CrmClient, contactId: string): Promise<CrmContact> {
	return snapshots.get(crm.executionId, contactId) ?? (await getContact(crm, contactId));
}

export async function getContact(crm: CrmClient, contactId: string): Promise<CrmContact> {
	const { contact } = await crm.request(readRequest(contactId));
	return keepSnapshot(crm, { ...readContact(asRecord(contact)), id: contactId, isComplete: true });
}

/** The contact as it is now, or nothing where it has been deleted since the CRM last listed it. */
export async function getContactIfExists(
	crm: CrmClient,
	contactId: string,
): Promise<CrmContact | undefined> {
	const request = readRequest(contactId);
	const answer = await crm.send(request);
	if (answer.ok) {
		const contact = readContact(asRecord(answer.body.contact));
		return keepSnapshot(crm, { ...contact, id: contactId, isComplete: true });
	}
	if (isNotFound(answer.refusal)) return undefined;
	throw crm.errorOf(answer.refusal, request);
}

/**
 * Contacts that carry a value in a custom field. The search index lags a few seconds, and whether
 * it filters by custom fields is not documented: where it does not, nothing is found here.
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
			pageLimit: MOST_CARRIERS,
			page: 1,
			filters: [{ field: `customFields.${field.id}`, operator: 'eq', value }],
		},
		onlyReads: true,
		what: 'the search for a contact',
		scope: READ,
	};
	const answer = await crm.send(request);
	if (answer.ok) {
		const contacts = asRecords(answer.body.contacts).map(readContact);
		return contacts.filter(({ values }) => asText(values.get(field.id)) === value);
	}
	if (answer.refusal.status === 400 || answer.refusal.status === 422) return [];
	throw crm.errorOf(answer.refusal, request);
}

/** The contact with this email or phone, by the CRM's own exact look-up. */
export async function findByEmailOrPhone(
	crm: CrmClient,
	address: { email: string } | { number: string },
): Promise<CrmContact | undefined> {
	const request: CrmRequest = {
		method: 'GET',
		path: '/contacts/search/duplicate',
		qs: { locationId: crm.location.locationId, ...address },
		what: 'the look-up by email or phone',
		scope: READ,
	};
	const answer = await crm.send(request);
	// What is answered where there is nobody is not documented.
	if (!answer.ok && isNotFound(answer.refusal)) return undefined;
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);

	const found = readContact(asRecord(answer.body.contact));
	if (found.id === '') return undefined;
	return found.isComplete ? keepSnapshot(crm, found) : await getContactIfExists(crm, found.id);
}

export function createRequest({ location }: CrmClient, properties: IDataObject): CrmRequest {
	return {
		method: 'POST',
		path: '/contacts/',
		body: { locationId: location.locationId, ...properties },
		what: 'the new contact',
		scope: WRITE,
	};
}

export function updateRequest(contactId: string, body: IDataObject): CrmRequest {
	return { method: 'PUT', path: pathOf(contactId), body, what: named(contactId), scope: WRITE };
}

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
