import { hasClearedOtherFields, unsavedFields } from '../../../../domain/crm/verifyFieldWrite';
import { encode, FIELD_ENCODINGS } from '../../../../domain/crm/fieldValue';
import type { CrmContact } from '../contact/contact';
import { getContact, updateRequest } from '../contact/contactRequests';
import type { CrmClient } from '../../transport/crmClient';
import type { Answer, Refusal } from '../../transport/refusal';
import { writeOnce } from '../../transport/writeOnce';
import { fieldsCannotBeRestored, fieldsNotSaved } from './fieldErrors';
import { otherFields } from './otherFields';
import { valuesAfter } from './valuesAfter';
import type { FieldChange } from './fieldChange';
import { holds, toCustomFields } from './fieldChange';

export interface FieldsWritten {
	/** Fields that were to be emptied and that the CRM left as they were. */
	notEmptied: FieldChange[];
	/** Fields the CRM had emptied by itself, and that were written back. */
	restored: FieldChange[];
}

/**
 * Writes custom fields, and sees by the CRM's answer that they are there and that no other field
 * has gone. Where the CRM empties what an update does not name, all is written back and from then
 * on along.
 */
export async function writeFields(
	crm: CrmClient,
	contact: CrmContact,
	changes: FieldChange[],
): Promise<FieldsWritten> {
	const { habits } = crm.location;
	const others = await otherFields(crm, contact, changes);
	const { writable, unwritable } = others;
	if (habits.updateReplacesAllFields && unwritable.length > 0)
		throw fieldsCannotBeRestored(crm.node, unwritable);

	const first = await write(crm, contact, changes, habits.updateReplacesAllFields ? writable : []);
	if (first !== 'wiped') return { notEmptied: first, restored: [] };
	habits.updateReplacesAllFields = true;
	const second = await write(crm, contact, changes, writable);
	if (unwritable.length > 0) throw fieldsCannotBeRestored(crm.node, unwritable);
	return { notEmptied: second === 'wiped' ? [] : second, restored: writable };
}

/**
 * Answers what was not emptied, or that other fields have gone. What is not documented is tried
 * one way after the other, and kept as it worked.
 */
async function write(
	crm: CrmClient,
	contact: CrmContact,
	changes: FieldChange[],
	along: readonly FieldChange[],
): Promise<FieldChange[] | 'wiped'> {
	const { habits } = crm.location;
	const tried = new Set<string>();
	let open = changes;
	let refusal: Refusal | undefined;
	let isAnswered = false;
	for (const spelling of [...(habits.encoding ? [habits.encoding] : []), ...FIELD_ENCODINGS]) {
		const texts = open.map(({ field, value }) =>
			JSON.stringify([field.id, encode(field.dataType, value, spelling)]),
		);
		if (texts.every((text) => tried.has(text))) continue;
		texts.forEach((text) => tried.add(text));

		const sent = along.length > 0 ? [...changes, ...along] : open;
		const answer = await put(crm, contact.id, sent, toCustomFields(sent, spelling));
		if (!answer.ok) {
			refusal = answer.refusal;
			if (refusal.status === 422) continue;
			break;
		}
		isAnswered = true;
		const after = await valuesAfter(crm, contact, sent, answer.body);
		if (along.length === 0 && hasClearedOtherFields(sent, contact.values, after)) return 'wiped';
		open = unsavedFields(open, contact.values, after);
		if (open.length > 0) continue;
		habits.encoding = spelling;
		return [];
	}
	if (refusal && (!isAnswered || refusal.status !== 422)) {
		throw crm.errorOf(refusal, updateRequest(contact.id, {}));
	}
	if (open.some(({ value }) => value !== '')) throw fieldsNotSaved(crm.node, contact.id, open);
	return open;
}

async function put(
	crm: CrmClient,
	contactId: string,
	sent: readonly FieldChange[],
	body: ReturnType<typeof toCustomFields>,
): Promise<Answer> {
	return await writeOnce(crm, updateRequest(contactId, body), async () => {
		const now = await getContact(crm, contactId);
		return sent.every((one) => holds(now, one)) ? {} : undefined;
	});
}
