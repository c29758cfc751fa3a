import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import { createRequest, findByEmailOrPhone, getContact, keepSnapshot } from './contactRequests';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { asRecord, asText } from '../../../../domain/coerce';
import { refusalWithoutAnswer } from '../../transport/refusal';
import { writeOnce } from '../../transport/writeOnce';
import type { Match, ContactQuery } from './findContact';
import { patientIdField, applyIdentityRule } from './findContact';
import { takenBySomebodyElse, withoutAddress } from './contactMatchErrors';

/**
 * Creates a contact for a person who has none. If the CRM refuses a second contact with the same
 * email or phone, the identity rule decides whether the existing one is the person's after all.
 */
export async function createContact(
	crm: CrmClient,
	query: ContactQuery,
): Promise<(Match & { created: false }) | { contact: CrmContact; created: true }> {
	if (query.email === '' && query.phone === '') throw withoutAddress(crm.node, query);

	const request = createRequest(crm, await propertiesOf(crm, query));
	const answer = await writeOnce(crm, request, async () => await findCreated(crm, query, request));
	if (answer.ok) return { contact: await readCreated(crm, answer.body), created: true };

	const { duplicateOf, status } = answer.refusal;
	if (duplicateOf === '' && status === 422) {
		// The CRM is known to refuse a contact and create it all the same.
		const existing = await findExisting(crm, query);
		if (existing?.match) return { contact: existing.contact, created: true };
	}
	if (duplicateOf === '') throw crm.errorOf(answer.refusal, request);
	const contact = await getContact(crm, duplicateOf);
	const match = await matchOne(crm, query, contact);
	if (match === undefined) throw takenBySomebodyElse(crm.node, duplicateOf, query);
	return { ...match, created: false };
}

async function propertiesOf(crm: CrmClient, query: ContactQuery): Promise<IDataObject> {
	const { firstName, lastName, email, phone, gender, modMedPatientId } = query;
	const given = Object.entries({ firstName, lastName, email, phone, gender });
	const field = modMedPatientId === '' ? undefined : await patientIdField(crm);
	return {
		...Object.fromEntries(given.filter(([, value]) => value !== '')),
		...(field && { customFields: [{ id: field.id, field_value: modMedPatientId }] }),
	};
}

/**
 * After a lost answer: the contact, if it was created. If somebody else has the same email or phone,
 * only the next run's search by ID can tell.
 */
async function findCreated(
	crm: CrmClient,
	query: ContactQuery,
	request: CrmRequest,
): Promise<IDataObject | undefined> {
	const existing = await findExisting(crm, query);
	if (existing === undefined) return undefined;
	if (existing.match === undefined) throw crm.errorOf(refusalWithoutAnswer(''), request);
	return { contact: { id: existing.contact.id } };
}

/** The contact with the person's email or phone, and the match if it is the person's. */
async function findExisting(
	crm: CrmClient,
	query: ContactQuery,
): Promise<{ contact: CrmContact; match: Match | undefined } | undefined> {
	const { email, phone } = query;
	const contact = await findByEmailOrPhone(crm, email ? { email } : { number: phone });
	return contact && { contact, match: await matchOne(crm, query, contact) };
}

async function matchOne(
	crm: CrmClient,
	query: ContactQuery,
	contact: CrmContact,
): Promise<Match | undefined> {
	const email = asText(contact.standard.email).toLowerCase();
	const isByEmail = query.email !== '' && email === query.email;
	const found = isByEmail ? { byEmail: contact } : { byPhone: contact };
	return await applyIdentityRule(crm, query, { byPatientId: [], ...found });
}

async function readCreated(crm: CrmClient, body: Record<string, unknown>): Promise<CrmContact> {
	const contact = readContact(asRecord(body.contact));
	if (contact.isComplete) return keepSnapshot(crm, contact);
	return await getContact(crm, asText(contact.id));
}
