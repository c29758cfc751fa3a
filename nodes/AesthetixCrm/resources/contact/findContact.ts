import type { CrmField } from '../../../../domain/crm/crmField';
import type { FoundContacts, MatchedBy, Person } from '../../../../domain/patient/contactMatch';
import { hasPatientId, matchContact } from '../../../../domain/patient/contactMatch';
import { FIELDS } from '../../../../domain/vocabulary';
import type { CrmClient } from '../../transport/client';
import { readFields, requireField } from '../field/customFields';
import type { CrmContact } from './contact';
import { toCandidate } from './contact';
import {
	findByEmailOrPhone,
	getContactIfExists,
	keepSnapshot,
	searchContactsByField,
} from './contactRequests';
import { toE164 } from './phoneNumber';
import { contactInDoubt } from './contactMatchErrors';

/** The person to find a contact for. Absent values are empty texts. */
export interface ContactQuery extends Person {
	email: string;
	/** E.164. */
	phone: string;
	gender: string;
	/** Whether to read the contacts found too, because the search is a few seconds behind. */
	lookFirst: boolean;
}

export interface Match {
	contact: CrmContact;
	by: MatchedBy;
}

/** The person's contact by the identity rule, or nothing. Throws the reason where it is in doubt. */
export async function findContact(crm: CrmClient, query: ContactQuery): Promise<Match | undefined> {
	const byPatientId = await findByPatientId(crm, query);
	const byId = await applyIdentityRule(crm, query, { byPatientId });
	if (byId) return byId;

	const byEmail = query.email ? await findByEmailOrPhone(crm, { email: query.email }) : undefined;
	const needsPhone = query.phone && !(byEmail && hasPhone(byEmail, query.phone));
	const byPhone = needsPhone ? await findByEmailOrPhone(crm, { number: query.phone }) : undefined;
	return await applyIdentityRule(crm, query, { byPatientId: [], byEmail, byPhone });
}

type Contacts = { byPatientId: CrmContact[]; byEmail?: CrmContact; byPhone?: CrmContact };

/** Applies the identity rule to the contacts that were found. */
export async function applyIdentityRule(
	crm: CrmClient,
	query: ContactQuery,
	{ byPatientId, byEmail, byPhone }: Contacts,
): Promise<Match | undefined> {
	const fields = await readFields(crm);
	const candidate = (contact: CrmContact) => toCandidate(contact, fields);
	const found: FoundContacts = {
		byPatientId: byPatientId.map(candidate),
		byEmail: byEmail && candidate(byEmail),
		byPhone: byPhone && candidate(byPhone),
	};

	const decision = matchContact(query, found);
	if (decision.is === 'doubt') {
		throw contactInDoubt(crm.node, decision.because, decision.contactIds, query);
	}
	const contacts = [...byPatientId, byEmail, byPhone].filter((contact) => contact !== undefined);
	const contact = contacts.find(({ id }) => decision.is === 'match' && id === decision.contactId);
	return contact && decision.is === 'match' ? { contact, by: decision.by } : undefined;
}

/** The custom field that holds the ModMed Patient ID. Throws where the location does not have it. */
export async function patientIdField(crm: CrmClient): Promise<CrmField> {
	return await requireField(crm, FIELDS.patientId.name);
}

/** The contacts that carry the patient's ID, as far as the search lists them already. */
export async function findByPatientId(crm: CrmClient, query: ContactQuery): Promise<CrmContact[]> {
	if (query.modMedPatientId === '') return [];
	const field = await patientIdField(crm);
	const listed = await searchContactsByField(crm, field, query.modMedPatientId);
	if (!query.lookFirst) return listed.map((contact) => keepSnapshot(crm, contact));
	const fields = await readFields(crm);
	const read = await Promise.all(listed.map(async ({ id }) => await getContactIfExists(crm, id)));
	return read
		.filter((contact) => contact !== undefined)
		.filter((contact) => hasPatientId(query, toCandidate(contact, fields)));
}

function hasPhone({ standard }: CrmContact, phone: string): boolean {
	return typeof standard.phone === 'string' && toE164(standard.phone) === phone;
}
