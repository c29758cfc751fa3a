import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact, toCandidate } from './contact';
import { createRequest, findByEmailOrPhone, getContact, keepSnapshot } from './contactRequests';
import type { CrmClient } from '../../transport/client';
import { asRecord, asText } from '../../../../domain/coerce';
import type { CreateGuard } from '../../../shared/unknownCreates';
import { mayBeCreated } from '../../../shared/unknownCreates';
import { createOnce } from '../../transport/createOnce';
import { hasPatientId } from '../../../../domain/patient/contactMatch';
import { readFields } from '../field/customFields';
import type { Match, ContactQuery } from './findContact';
import { applyIdentityRule, findByPatientId, patientIdField } from './findContact';
import { contactInDoubt, takenBySomebodyElse, withoutAddress } from './contactMatchErrors';

/**
 * Creates a contact for a person who has none. If the CRM refuses a second contact with the same
 * email or phone, the identity rule decides whether the existing one is the person's after all.
 */
export async function createContact(
	crm: CrmClient,
	query: ContactQuery,
	guard: CreateGuard,
): Promise<(Match & { created: false }) | { contact: CrmContact; created: true }> {
	if (query.email === '' && query.phone === '') throw withoutAddress(crm.node, query);

	const mayHaveTwin = query.lookFirst || mayBeCreated(guard);
	const request = createRequest(crm, await propertiesOf(crm, query));
	const find = async () => await findCreated(crm, query);
	const answer = await createOnce(crm, request, guard, find);
	if (answer.ok) {
		const contact = await readCreated(crm, answer.body);
		if (mayHaveTwin) await requireNoTwin(crm, query, contact);
		return { contact, created: true };
	}
	const { duplicateOf } = answer.refusal;
	if (duplicateOf === '') throw crm.errorOf(answer.refusal, request);
	const contact = await getContact(crm, duplicateOf);
	const match = await matchOne(crm, query, contact);
	if (match === undefined) throw takenBySomebodyElse(crm.node, duplicateOf, query);
	return { ...match, created: false };
}

/** Tells of a contact that another process has created for the same patient at the same time. */
async function requireNoTwin(
	crm: CrmClient,
	query: ContactQuery,
	{ id }: CrmContact,
): Promise<void> {
	if (query.modMedPatientId === '') return;
	const fields = await readFields(crm);
	const found = [
		...(await findByPatientId(crm, { ...query, lookFirst: true })),
		await findByEmailOrPhone(crm, addressOf(query)),
	];
	const carriers = found
		.filter((contact) => contact !== undefined)
		.filter((contact) => hasPatientId(query, toCandidate(contact, fields)))
		.map((contact) => contact.id);
	const ids = [...new Set([id, ...carriers])];
	if (ids.length > 1) throw contactInDoubt(crm.node, 'severalCarryTheId', ids, query);
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
 * After a lost answer: the contact, if it was created. One that merely agrees is not it: it has to
 * be found and claimed by the next run. If somebody else has the same email or phone, only the
 * search by ID can tell.
 */
async function findCreated(crm: CrmClient, query: ContactQuery): Promise<IDataObject | undefined> {
	const existing = await findExisting(crm, query);
	const isCreated = query.modMedPatientId === '' || existing?.match?.by === 'modMedPatientId';
	return existing?.match && isCreated ? { contact: { id: existing.contact.id } } : undefined;
}

/** The contact with the person's email or phone, and the match if it is the person's. */
async function findExisting(
	crm: CrmClient,
	query: ContactQuery,
): Promise<{ contact: CrmContact; match: Match | undefined } | undefined> {
	const contact = await findByEmailOrPhone(crm, addressOf(query));
	return contact && { contact, match: await matchOne(crm, query, contact) };
}

function addressOf({ email, phone }: ContactQuery): { email: string } | { number: string } {
	return email ? { email } : { number: phone };
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
