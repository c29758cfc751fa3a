import { asText } from '../../../../domain/coerce';
import type { CrmClient } from '../../transport/client';
import type { CrmContact } from './contact';
import { patientIdField } from './findContact';
import { contactOfSomebodyElse } from './contactMatchErrors';
import { getContact, knownContact } from './contactRequests';

/**
 * Throws unless the contact carries the patient's ID. As this run last saw it: that costs a request
 * only where the run has not seen the contact.
 * @param patientId Empty where the workflow does not say whose contact it has to be.
 * @param isFresh Whether to read it anew in any case.
 */
export async function requirePatient(
	crm: CrmClient,
	contactId: string,
	patientId: string,
	isFresh: boolean,
): Promise<void> {
	if (patientId === '') return;
	const known = isFresh ? undefined : await knownContact(crm, contactId);
	const contact = known?.isComplete ? known : await getContact(crm, contactId);
	if ((await patientIdOf(crm, contact)) !== patientId) {
		throw contactOfSomebodyElse(crm.node, contactId, patientId);
	}
}

/** The ModMed Patient ID that a contact carries, or an empty text. */
export async function patientIdOf(crm: CrmClient, { values }: CrmContact): Promise<string> {
	const field = await patientIdField(crm);
	return asText(values.get(field.id));
}
