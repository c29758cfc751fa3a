import {
	isEmpty,
	hasClearedOtherFields,
	unsavedFields,
} from '../../../../domain/crm/verifyFieldWrite';
import type { CrmField } from '../../../../domain/crm/crmField';
import type { FieldEncoding } from '../../../../domain/crm/fieldValue';
import { encode, FIELD_ENCODINGS, formatFieldValue } from '../../../../domain/crm/fieldValue';
import type { CrmClient } from '../../transport/client';
import type { Refusal } from '../../transport/refusal';
import { writeOnce } from '../../transport/writeOnce';
import type { CrmContact } from '../contact/contact';
import { getContact, updateRequest } from '../contact/contactRequests';
import { readFields } from './customFields';
import type { FieldChange } from './fieldChange';
import { holds, toCustomFields } from './fieldChange';
import { fieldsCannotBeRestored, fieldsNotSaved } from './fieldErrors';
import { valuesAfterWrite } from './verifyWrite';

export interface FieldsWritten {
	/** Fields that were to be emptied and that the CRM left as they were. */
	notEmptied: FieldChange[];
	/** Fields the CRM had cleared by itself, and that were written back. */
	restored: FieldChange[];
}

/**
 * Writes custom fields, and verifies by the CRM's answer that they are saved and that no other
 * field was cleared. Whether an update replaces all fields is not documented: where it does, the
 * cleared ones are written back at once, and from then on sent along with every update.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/update-contact
 */
export async function writeFields(
	crm: CrmClient,
	contact: CrmContact,
	changes: FieldChange[],
): Promise<FieldsWritten> {
	const { fieldBehavior } = crm.location;
	const { writable, unwritable } = await readOtherFields(crm, contact, changes);
	if (fieldBehavior.updateReplacesAllFields && unwritable.length > 0) {
		throw fieldsCannotBeRestored(crm.node, unwritable);
	}
	const along = fieldBehavior.updateReplacesAllFields ? writable : [];
	const first = await writeInAnyEncoding(crm, contact, changes, along);
	if (first !== 'othersCleared') return { notEmptied: first, restored: [] };

	fieldBehavior.updateReplacesAllFields = true;
	const second = await writeInAnyEncoding(crm, contact, changes, writable);
	if (unwritable.length > 0) throw fieldsCannotBeRestored(crm.node, unwritable);
	return { notEmptied: second === 'othersCleared' ? [] : second, restored: writable };
}

/** Step 1: the filled fields that the changes leave alone, as they would have to be written back. */
async function readOtherFields(
	crm: CrmClient,
	{ values }: CrmContact,
	changes: readonly FieldChange[],
): Promise<{ writable: FieldChange[]; unwritable: CrmField[] }> {
	const changed = new Set(changes.map(({ field }) => field.id));
	const others = (await readFields(crm))
		.filter(({ id }) => !changed.has(id) && !isEmpty(values.get(id)))
		.map((field) => ({
			field,
			formatted: formatFieldValue(field.dataType, values.get(field.id), 'utc'),
		}));
	return {
		writable: others.flatMap(({ field, formatted }) =>
			'value' in formatted ? [{ field, value: formatted.value }] : [],
		),
		// Such as a signature, which only people can enter.
		unwritable: others.flatMap(({ field, formatted }) => ('value' in formatted ? [] : [field])),
	};
}

interface Attempt {
	encoding: FieldEncoding;
	/** The changes the contact does not show afterwards. */
	unsaved: FieldChange[];
	othersCleared: boolean;
	refusal?: Refusal;
}

/**
 * Step 2: tries one encoding after the other until all changes are saved, and keeps to the one that
 * works. Gives the fields that were not emptied. Throws where a value was not saved.
 * @param along Other fields that are sent with every update, because it would clear them.
 */
async function writeInAnyEncoding(
	crm: CrmClient,
	contact: CrmContact,
	changes: FieldChange[],
	along: readonly FieldChange[],
): Promise<FieldChange[] | 'othersCleared'> {
	const { fieldBehavior } = crm.location;
	const known = fieldBehavior.encoding ? [fieldBehavior.encoding] : [];
	const attempts: Attempt[] = [];
	let unsaved = changes;
	for (const encoding of [...known, ...FIELD_ENCODINGS]) {
		if (!isNew(encoding, unsaved, attempts)) continue;
		const sent = along.length > 0 ? [...changes, ...along] : unsaved;
		const attempt = await writeAndVerify(crm, contact, { sent, unsaved, encoding });
		if (attempt.othersCleared && along.length === 0) return 'othersCleared';
		attempts.push(attempt);
		unsaved = attempt.unsaved;
		if (unsaved.length === 0) {
			fieldBehavior.encoding = encoding;
			return [];
		}
		if (attempt.refusal && !isAboutValues(attempt.refusal)) break;
	}
	throwUnlessOnlyNotEmptied(crm, contact, unsaved, attempts);
	return unsaved;
}

/** Whether the encoding writes one of the values differently from every attempt before. */
function isNew(encoding: FieldEncoding, changes: FieldChange[], attempts: Attempt[]): boolean {
	return changes.some(({ field: { dataType }, value }) => {
		const encoded = encode(dataType, value, encoding);
		return attempts.every((before) => encode(dataType, value, before.encoding) !== encoded);
	});
}

/** Step 3: one update, and what the contact is like afterwards. */
async function writeAndVerify(
	crm: CrmClient,
	contact: CrmContact,
	{
		sent,
		unsaved,
		encoding,
	}: { sent: FieldChange[]; unsaved: FieldChange[]; encoding: FieldEncoding },
): Promise<Attempt> {
	const request = updateRequest(contact.id, toCustomFields(sent, encoding));
	const answer = await writeOnce(crm, request, async () => {
		const now = await getContact(crm, contact.id);
		return sent.every((change) => holds(now, change)) ? {} : undefined;
	});
	if (!answer.ok) return { encoding, unsaved, othersCleared: false, refusal: answer.refusal };

	const after = await valuesAfterWrite(crm, contact, sent, answer.body);
	return {
		encoding,
		unsaved: unsavedFields(unsaved, contact.values, after),
		othersCleared: hasClearedOtherFields(sent, contact.values, after),
	};
}

function isAboutValues({ status }: Refusal): boolean {
	return status === 422;
}

/** A field that keeps its old value is worth a warning; a value that is lost is an error. */
function throwUnlessOnlyNotEmptied(
	crm: CrmClient,
	contact: CrmContact,
	unsaved: FieldChange[],
	attempts: readonly Attempt[],
): void {
	const refusal = attempts.at(-1)?.refusal;
	const isRefusedOnly = attempts.every((attempt) => attempt.refusal !== undefined);
	if (refusal && (isRefusedOnly || !isAboutValues(refusal))) {
		throw crm.errorOf(refusal, updateRequest(contact.id, {}));
	}
	if (unsaved.some(({ value }) => value !== '')) {
		throw fieldsNotSaved(crm.node, contact.id, unsaved);
	}
}
