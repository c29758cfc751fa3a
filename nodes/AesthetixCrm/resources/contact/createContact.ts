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
 * A new contact for a person nobody in the CRM is. Where the CRM refuses a second contact with the
 * same email or phone, the identity rule decides whether the first one is the person's after all.
 */
export async function createContact(
	crm: CrmClient,
	sought: ContactQuery,
): Promise<(Match & { created: false }) | { contact: CrmContact; created: true }> {
	if (sought.email === '' && sought.phone === '') throw withoutAddress(crm.node, sought);

	const request = createRequest(crm, await propertiesOf(crm, sought));
	const answer = await writeOnce(crm, request, async () => await findCreated(crm, sought, request));
	if (answer.ok) return { contact: await created(crm, answer.body), created: true };

	const { duplicateOf, status } = answer.refusal;
	if (duplicateOf === '' && status === 422) {
		// The CRM has been seen to refuse a contact and to make it all the same.
		const made = await lookUp(crm, sought);
		if (made?.match) return { contact: made.contact, created: true };
	}
	if (duplicateOf === '') throw crm.errorOf(answer.refusal, request);
	const contact = await getContact(crm, duplicateOf);
	const match = await settleOne(crm, sought, contact);
	if (match === undefined) throw takenBySomebodyElse(crm.node, duplicateOf, sought);
	return { ...match, created: false };
}

async function propertiesOf(crm: CrmClient, sought: ContactQuery): Promise<IDataObject> {
	const { firstName, lastName, email, phone, gender, modMedPatientId } = sought;
	const given = Object.entries({ firstName, lastName, email, phone, gender });
	const field = modMedPatientId === '' ? undefined : await patientIdField(crm);
	return {
		...Object.fromEntries(given.filter(([, value]) => value !== '')),
		...(field && { customFields: [{ id: field.id, field_value: modMedPatientId }] }),
	};
}

/**
 * After a lost answer: the contact, if it has been made. Where somebody else has the same email or
 * phone the look-up cannot tell, and the next run's search by ID can.
 */
async function findCreated(
	crm: CrmClient,
	sought: ContactQuery,
	request: CrmRequest,
): Promise<IDataObject | undefined> {
	const there = await lookUp(crm, sought);
	if (there === undefined) return undefined;
	if (there.match === undefined) throw crm.errorOf(refusalWithoutAnswer(''), request);
	return { contact: { id: there.contact.id } };
}

/** The contact with the person's email or phone, and whether it is the person's. */
async function lookUp(
	crm: CrmClient,
	sought: ContactQuery,
): Promise<{ contact: CrmContact; match: Match | undefined } | undefined> {
	const { email, phone } = sought;
	const contact = await findByEmailOrPhone(crm, email ? { email } : { number: phone });
	return contact && { contact, match: await settleOne(crm, sought, contact) };
}

async function settleOne(
	crm: CrmClient,
	sought: ContactQuery,
	contact: CrmContact,
): Promise<Match | undefined> {
	const email = asText(contact.standard.email).toLowerCase();
	const isByEmail = sought.email !== '' && email === sought.email;
	const found = isByEmail ? { byEmail: contact } : { byPhone: contact };
	return await applyIdentityRule(crm, sought, { byPatientId: [], ...found });
}

async function created(crm: CrmClient, body: Record<string, unknown>): Promise<CrmContact> {
	const contact = readContact(asRecord(body.contact));
	if (contact.isComplete) return keepSnapshot(crm, contact);
	return await getContact(crm, asText(contact.id));
}
