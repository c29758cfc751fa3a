import { asRecord } from '../../../../domain/coerce';
import type { FieldValues } from '../../../../domain/crm/verifyFieldWrite';
import {
	hasClearedOtherFields,
	isEmpty,
	unsavedFields,
} from '../../../../domain/crm/verifyFieldWrite';
import type { CrmClient } from '../../transport/client';
import type { CrmContact } from '../contact/contact';
import { readContact } from '../contact/contact';
import { getContact } from '../contact/contactRequests';
import type { FieldChange } from './fieldChange';

/**
 * The fields of a contact after an update that reported success. The answer shows them. The contact
 * is read only where the answer shows nothing, or shows that something went wrong; where it shows
 * nothing of kinds of values that were verified before, they count as saved.
 */
export async function valuesAfterWrite(
	crm: CrmClient,
	contact: CrmContact,
	sent: readonly FieldChange[],
	answer: Record<string, unknown>,
): Promise<FieldValues> {
	const { fieldBehavior } = crm.location;
	const isSaved = (after: FieldValues) => unsavedFields(sent, contact.values, after).length === 0;
	const keepsOthers = (after: FieldValues) => !hasClearedOtherFields(sent, contact.values, after);
	const answered = readContact(asRecord(answer.contact));
	if (answered.isComplete && isSaved(answered.values)) {
		if (keepsOthers(answered.values)) return answered.values;
		if (!fieldBehavior.updateAnswersInFull) return withChanges(contact, sent);
	}

	const kinds = kindsOf(contact, sent);
	const isVerified = kinds.every((kind) => fieldBehavior.verifiedKinds.has(kind));
	if (!answered.isComplete && isVerified) return withChanges(contact, sent);

	const { values } = await getContact(crm, contact.id);
	if (isSaved(values) && keepsOthers(values)) {
		if (answered.isComplete) fieldBehavior.updateAnswersInFull = false;
		kinds.forEach((kind) => fieldBehavior.verifiedKinds.add(kind));
	}
	return values;
}

/** A contact's values once the changes are saved. */
export function withChanges({ values }: CrmContact, changes: readonly FieldChange[]): FieldValues {
	return new Map([...values, ...changes.map(({ field, value }) => [field.id, value] as const)]);
}

/** What reading the contact verifies: that values of these types are saved, and that others stay. */
function kindsOf({ values }: CrmContact, sent: readonly FieldChange[]): string[] {
	const hasOthers = [...values].some(
		([id, value]) => !isEmpty(value) && !sent.some(({ field }) => field.id === id),
	);
	const ofValues = sent.map(
		({ field, value }) => `${field.dataType} ${value === '' ? 'emptied' : ''}`,
	);
	return hasOthers ? [...ofValues, 'others stay'] : ofValues;
}
