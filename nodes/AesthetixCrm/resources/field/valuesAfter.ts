import type { FieldValues } from '../../../../domain/crm/verifyFieldWrite';
import {
	hasClearedOtherFields,
	isEmpty,
	unsavedFields,
} from '../../../../domain/crm/verifyFieldWrite';
import type { CrmContact } from '../contact/contact';
import { readContact } from '../contact/contact';
import { getContact } from '../contact/contactRequests';
import type { CrmClient } from '../../transport/crmClient';
import { asRecord } from '../../../../domain/coerce';
import type { FieldChange } from './fieldChange';

/**
 * The fields of a contact after a write that was answered with success. The answer tells them; only
 * where it says nothing, or that something went wrong, is the contact read, and where it says
 * nothing of what was seen to hold before, that is taken to hold again.
 */
export async function valuesAfter(
	crm: CrmClient,
	contact: CrmContact,
	sent: readonly FieldChange[],
	answer: Record<string, unknown>,
): Promise<FieldValues> {
	const { habits } = crm.location;
	const isTaken = (after: FieldValues) => unsavedFields(sent, contact.values, after).length === 0;
	const isWhole = (after: FieldValues) => !hasClearedOtherFields(sent, contact.values, after);
	const told = readContact(asRecord(answer.contact));
	const isTold = told.isComplete;
	if (isTold && isTaken(told.values)) {
		if (isWhole(told.values)) return told.values;
		if (!habits.answersInFull) return asWritten(contact, sent);
	}

	const kinds = kindsOf(contact, sent);
	if (!isTold && kinds.every((kind) => habits.proven.has(kind))) return asWritten(contact, sent);

	const { values } = await getContact(crm, contact.id);
	if (isTaken(values) && isWhole(values)) {
		if (isTold) habits.answersInFull = false;
		kinds.forEach((kind) => habits.proven.add(kind));
	}
	return values;
}

export function asWritten({ values }: CrmContact, written: readonly FieldChange[]): FieldValues {
	return new Map([...values, ...written.map(({ field, value }) => [field.id, value] as const)]);
}

/** What a look at the contact proves: that such values arrive, and that others stay. */
function kindsOf({ values }: CrmContact, sent: readonly FieldChange[]): string[] {
	const hasOthers = [...values].some(
		([id, value]) => !isEmpty(value) && !sent.some(({ field }) => field.id === id),
	);
	const ofValues = sent.map(
		({ field, value }) => `${field.dataType} ${value === '' ? 'emptied' : ''}`,
	);
	return hasOthers ? [...ofValues, 'others stay'] : ofValues;
}
