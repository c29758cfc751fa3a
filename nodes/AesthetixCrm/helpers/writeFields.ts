import { hasWiped, notTaken } from '../../../domain/fieldLosses';
import { spell, SPELLINGS } from '../../../domain/fieldSpelling';
import type { CrmContact } from '../transport/contact';
import { getContact, updateRequest } from '../transport/contacts';
import type { CrmClient } from '../transport/crmClient';
import type { Answer } from '../transport/refusal';
import { writeOnce } from '../transport/writeOnce';
import { wasNotTaken } from './fieldDoubts';
import { keptFields } from './keptFields';
import type { WantedField } from './wantedFields';
import { holds, toCustomFields } from './wantedFields';
import { valuesAfter } from './valuesAfter';

export interface FieldsWritten {
	/** Fields that were to be emptied and that the CRM left as they were. */
	notEmptied: WantedField[];
	/** Fields the CRM had emptied by itself, and that were written back. */
	restored: WantedField[];
}

/**
 * Writes custom fields, and sees by the CRM's answer that they are there and that no other field
 * has gone. What is not documented is tried one way after the other, and kept as it worked.
 */
export async function writeFields(
	crm: CrmClient,
	contact: CrmContact,
	changes: WantedField[],
): Promise<FieldsWritten> {
	const { habits } = crm.location;
	const kept = habits.wipes ? await keptFields(crm, contact, changes) : [];
	const tried = new Set<string>();
	let open = changes;
	let last: Answer | undefined;
	let isAnswered = false;
	for (const spelling of [...(habits.spelling ? [habits.spelling] : []), ...SPELLINGS]) {
		const written = open.map(({ field, value }) =>
			JSON.stringify([field.id, spell(field.dataType, value, spelling)]),
		);
		if (written.every((text) => tried.has(text))) continue;
		written.forEach((text) => tried.add(text));

		const sent = kept.length > 0 ? [...changes, ...kept] : open;
		last = await put(crm, contact.id, sent, toCustomFields(sent, spelling));
		if (!last.ok && last.refusal.status !== 422) break;
		if (!last.ok) continue;
		isAnswered = true;
		const after = await valuesAfter(crm, contact, sent, last.body);
		if (!habits.wipes && hasWiped(sent, contact.values, after)) {
			habits.wipes = true;
			const { notEmptied } = await writeFields(crm, contact, changes);
			return { notEmptied, restored: await keptFields(crm, contact, changes) };
		}
		open = notTaken(open, contact.values, after);
		if (open.length > 0) continue;
		habits.spelling = spelling;
		return { notEmptied: [], restored: [] };
	}
	if (last && !last.ok && (!isAnswered || last.refusal.status !== 422)) {
		throw crm.errorOf(last.refusal, updateRequest(contact.id, {}));
	}
	if (open.some(({ value }) => value !== '')) throw wasNotTaken(crm.node, contact.id, open);
	return { notEmptied: open, restored: [] };
}

async function put(
	crm: CrmClient,
	contactId: string,
	sent: readonly WantedField[],
	body: ReturnType<typeof toCustomFields>,
): Promise<Answer> {
	return await writeOnce(crm, updateRequest(contactId, body), async () => {
		const now = await getContact(crm, contactId);
		return sent.every((one) => holds(now, one)) ? {} : undefined;
	});
}
