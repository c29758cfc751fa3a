import type { CrmField } from '../../../../domain/crm/crmField';
import type { FoundContacts, MatchedBy, Person } from '../../../../domain/patient/contactMatch';
import { hasPatientId, matchContact } from '../../../../domain/patient/contactMatch';
import { FIELDS } from '../../../../domain/vocabulary';
import type { CrmClient } from '../../transport/client';
import { findFields, readFields } from '../field/customFields';
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

/** Whom to look for, and by what. Absent values are empty texts. */
export interface ContactQuery extends Person {
	email: string;
	/** E.164. */
	phone: string;
	gender: string;
	/** Read the contact itself: the search index lags behind what was written seconds ago. */
	lookFirst: boolean;
}

export interface Match {
	contact: CrmContact;
	by: MatchedBy;
}

/** The person's contact by the identity rule, or nothing. In doubt it throws, with the reason. */
export async function findContact(
	crm: CrmClient,
	sought: ContactQuery,
): Promise<Match | undefined> {
	const carriers = await findCarriers(crm, sought);
	const byId = await applyIdentityRule(crm, sought, { byPatientId: carriers });
	if (byId) return byId;

	const byEmail = sought.email ? await findByEmailOrPhone(crm, { email: sought.email }) : undefined;
	const needsPhone = sought.phone && !(byEmail && hasPhone(byEmail, sought.phone));
	const byPhone = needsPhone ? await findByEmailOrPhone(crm, { number: sought.phone }) : undefined;
	return await applyIdentityRule(crm, sought, { byPatientId: [], byEmail, byPhone });
}

type Contacts = { byPatientId: CrmContact[]; byEmail?: CrmContact; byPhone?: CrmContact };

/** Applies the identity rule to the contacts that were found. */
export async function applyIdentityRule(
	crm: CrmClient,
	sought: ContactQuery,
	{ byPatientId, byEmail, byPhone }: Contacts,
): Promise<Match | undefined> {
	const fields = await readFields(crm);
	const candidate = (contact: CrmContact) => toCandidate(contact, fields);
	const found: FoundContacts = {
		byPatientId: byPatientId.map(candidate),
		byEmail: byEmail && candidate(byEmail),
		byPhone: byPhone && candidate(byPhone),
	};

	const decision = matchContact(sought, found);
	if (decision.is === 'doubt') {
		throw contactInDoubt(crm.node, decision.because, decision.contactIds, sought);
	}
	const contacts = [...byPatientId, byEmail, byPhone].filter((one) => one !== undefined);
	const contact = contacts.find(({ id }) => decision.is === 'match' && id === decision.contactId);
	return contact && decision.is === 'match' ? { contact, by: decision.by } : undefined;
}

export async function patientIdField(crm: CrmClient): Promise<CrmField | undefined> {
	const [field] = await findFields(crm, [FIELDS.patientId.name]);
	return field;
}

async function findCarriers(crm: CrmClient, sought: ContactQuery): Promise<CrmContact[]> {
	if (sought.modMedPatientId === '') return [];
	const field = await patientIdField(crm);
	if (field === undefined) return [];

	const listed = await searchContactsByField(crm, field, sought.modMedPatientId);
	if (!sought.lookFirst) return listed.map((contact) => keepSnapshot(crm, contact));
	const fields = await readFields(crm);
	const read = await Promise.all(listed.map(async ({ id }) => await getContactIfExists(crm, id)));
	return read
		.filter((contact) => contact !== undefined)
		.filter((contact) => hasPatientId(sought, toCandidate(contact, fields)));
}

function hasPhone({ standard }: CrmContact, phone: string): boolean {
	return typeof standard.phone === 'string' && toE164(standard.phone) === phone;
}
