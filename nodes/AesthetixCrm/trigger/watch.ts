import type { IDataObject } from 'n8n-workflow';

import type { ListedContact } from '../../../domain/changes/contactWatch';
import { hashOf } from '../../../domain/changes/contactWatch';
import { asText } from '../../../domain/coerce';
import type { CrmField } from '../../../domain/crm/crmField';
import { formatFieldValue } from '../../../domain/crm/fieldValue';
import { presentTags } from '../../../domain/crm/tagSets';
import { plainLabel } from '../../../domain/text/label';
import { contentHash } from '../../shared/contentHash';
import { keyedHash } from '../../shared/secretKey';
import type { CrmContact } from '../resources/contact/contact';
import { findFields } from '../resources/field/customFields';
import type { CrmClient } from '../transport/client';
import { tagHash, tagKeySuffix } from '../transport/tagHistory';
import type { TriggerOptions } from './triggerOptions';

/** 24 bits: of 16 million changes one goes unnoticed. */
const MARK_LETTERS = 4;

/** What a trigger watches contacts for. A new kind of event is one more watch. */
export interface Watch {
	/** What the output contains beside the contact. */
	output: IDataObject;
	/** Tells one watch from another, without naming the tag or the field. */
	id: string;
	/** Tells the key of the marks from another. Empty where they hold nothing to be hidden. */
	keyId: string;
	/** The search for contacts. */
	filters: IDataObject[];
	/** The state of a contact, without saying it. Empty without the tag or a value. */
	mark(contact: CrmContact): string;
	/** The same as it was made before there was a key. */
	unkeyedMark(contact: CrmContact): string;
	/** Whether it is an event that a field was emptied. */
	reportsEmptied: boolean;
	/**
	 * The part of an event's key that follows the contact.
	 * @param firstSeen Unix time in milliseconds.
	 */
	keySuffix(contact: CrmContact, firstSeen: number): string;
	/** The tag that is watched, if it is one. */
	tag?: string;
}

export async function openWatch(crm: CrmClient, options: TriggerOptions): Promise<Watch> {
	return options.event === 'tagAdded'
		? watchTag(options.name)
		: await watchField(crm, options.name);
}

/** A contact as a watch sees it. */
export function listed(watch: Watch, contact: CrmContact): ListedContact {
	return {
		id: contact.id,
		mark: watch.mark(contact),
		unkeyedMark: () => watch.unkeyedMark(contact),
		updatedAt: Date.parse(asText(contact.standard.dateUpdated)),
	};
}

function watchTag(tag: string): Watch {
	const mark = ({ tags }: CrmContact) => (presentTags([tag], tags).length > 0 ? 'on' : '');
	return {
		output: { tag },
		id: tagHash(tag),
		keyId: '',
		filters: [{ field: 'tags', operator: 'contains', value: plainLabel(tag) }],
		mark,
		unkeyedMark: mark,
		reportsEmptied: false,
		keySuffix: (_contact, firstSeen) => tagKeySuffix(tag, firstSeen),
		tag,
	};
}

async function watchField(crm: CrmClient, name: string): Promise<Watch> {
	const [field] = await findFields(crm, [name]);
	if (field === undefined) throw new Error('A field was found and is not there');
	const valueOf = (contact: CrmContact) => valueText(field, contact, crm.zone);
	const macOf = (contact: CrmContact) =>
		keyedHash(crm.memoryKey, [field.id, contact.id, valueOf(contact)]);
	return {
		output: { field: field.name },
		id: hashOf('field', field.id),
		keyId: keyedHash(crm.memoryKey, ['key']).toString('base64url').slice(0, 8),
		filters: [{ field: `customFields.${field.id}`, operator: 'exists', value: '' }],
		mark(contact) {
			if (valueOf(contact) === '') return '';
			return macOf(contact).toString('base64url').slice(0, MARK_LETTERS);
		},
		unkeyedMark(contact) {
			const value = valueOf(contact);
			return value === '' ? '' : hashOf(field.id, contact.id, value);
		},
		reportsEmptied: true,
		keySuffix: (contact) => `field:${macOf(contact).toString('hex', 0, 6)}`,
	};
}

/** The value as text, the same however the CRM writes it. Empty without one. */
function valueText({ id, dataType }: CrmField, { values }: CrmContact, zone: string): string {
	const formatted = formatFieldValue(dataType, values.get(id), zone);
	if (!('value' in formatted)) return contentHash(values.get(id));
	return formatted.value === '' ? '' : JSON.stringify(formatted.value);
}
