import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from '../transport/contact';
import { readContact } from '../transport/contact';
import { createRequest, findByAddress, getContact, remember } from '../transport/contacts';
import type { CrmClient, CrmRequest } from '../transport/crmClient';
import { asObject, asText } from '../transport/json';
import type { Refusal } from '../transport/refusal';
import { refusalWithoutAnswer } from '../transport/refusal';
import { writeOnce } from '../transport/writeOnce';
import type { Match, Sought } from './findContact';
import { patientIdField, settle } from './findContact';
import { takenBySomebodyElse, withoutAddress } from './setAside';

/**
 * A new contact for a person nobody in the CRM is. Where the CRM refuses a second contact with the
 * same email or phone, the identity rule decides whether the first one is the person's after all.
 */
export async function createContact(
	crm: CrmClient,
	sought: Sought,
): Promise<(Match & { created: false }) | { contact: CrmContact; created: true }> {
	if (sought.email === '' && sought.phone === '') throw withoutAddress(crm.node);

	const request = createRequest(crm, await propertiesOf(crm, sought));
	const answer = await writeOnce(crm, request, async () => await findCreated(crm, sought, request));
	if (answer.ok) return { contact: await created(crm, answer.body), created: true };

	const { duplicateOf } = answer.refusal;
	if (duplicateOf === '') {
		const made = await madeAllTheSame(crm, sought, answer.refusal);
		if (made) return { contact: made, created: true };
		throw crm.errorOf(answer.refusal, request);
	}
	const contact = await getContact(crm, duplicateOf);
	const match = await settleOne(crm, sought, contact);
	if (match === undefined) throw takenBySomebodyElse(crm.node, duplicateOf);
	return { ...match, created: false };
}

async function propertiesOf(crm: CrmClient, sought: Sought): Promise<IDataObject> {
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
	sought: Sought,
	request: CrmRequest,
): Promise<IDataObject | undefined> {
	const { email, phone } = sought;
	const contact = await findByAddress(crm, email ? { email } : { number: phone });
	if (contact === undefined) return undefined;
	const match = await settleOne(crm, sought, contact);
	if (match === undefined) throw crm.errorOf(refusalWithoutAnswer(''), request);
	return { contact: { id: match.contact.id } };
}

/** A create that was refused for its values is said to have made the contact all the same. */
async function madeAllTheSame(
	crm: CrmClient,
	sought: Sought,
	{ status }: Refusal,
): Promise<CrmContact | undefined> {
	if (status !== 422) return undefined;
	const { email, phone } = sought;
	const contact = await findByAddress(crm, email ? { email } : { number: phone });
	return contact && (await settleOne(crm, sought, contact))?.contact;
}

async function settleOne(
	crm: CrmClient,
	sought: Sought,
	contact: CrmContact,
): Promise<Match | undefined> {
	const email = asText(contact.standard.email).toLowerCase();
	const isByEmail = sought.email !== '' && email === sought.email;
	const found = isByEmail ? { byEmail: contact } : { byPhone: contact };
	return await settle(crm, sought, { byPatientId: [], ...found });
}

async function created(crm: CrmClient, body: IDataObject): Promise<CrmContact> {
	const contact = readContact(asObject(body.contact));
	if (contact.isComplete) return remember(crm, contact);
	return await getContact(crm, asText(contact.id));
}
