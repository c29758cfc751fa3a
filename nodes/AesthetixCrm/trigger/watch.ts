import type { IDataObject } from 'n8n-workflow';

import { hashOf } from '../../../domain/changes/contactWatch';
import { formatFieldValue } from '../../../domain/crm/fieldValue';
import { plainLabel } from '../../../domain/text/label';
import { presentTags } from '../../../domain/crm/tagSets';
import { contentHash } from '../../shared/contentHash';
import type { CrmContact } from '../resources/contact/contact';
import type { CrmClient } from '../transport/client';
import { findFields } from '../resources/field/customFields';
import { tagHash, tagKeySuffix } from '../transport/tagHistory';
import type { TriggerOptions } from './triggerOptions';

/** What a trigger watches contacts for. A new kind of event is one more watch. */
export interface Watch {
	/** What the output contains beside the contact. */
	output: IDataObject;
	/** Tells one watch from another, without naming the tag or the field. */
	id: string;
	/** The search for contacts. */
	filters: IDataObject[];
	/** The state of a contact, without saying it. Empty without the tag or a value. */
	hash(contact: CrmContact): string;
	/** Whether it is an event that a field was emptied. */
	reportsEmptied: boolean;
	/**
	 * The part of an event's key that follows the contact.
	 * @param firstSeen Unix time in milliseconds.
	 */
	keySuffix(hash: string, firstSeen: number): string;
	/** The tag that is watched, if it is one. */
	tag?: string;
}

export async function openWatch(crm: CrmClient, options: TriggerOptions): Promise<Watch> {
	return options.event === 'tagAdded'
		? watchTag(options.name)
		: await watchField(crm, options.name);
}

function watchTag(tag: string): Watch {
	return {
		output: { tag },
		id: tagHash(tag),
		filters: [{ field: 'tags', operator: 'contains', value: plainLabel(tag) }],
		hash: ({ tags }) => (presentTags([tag], tags).length > 0 ? 'on' : ''),
		reportsEmptied: false,
		keySuffix: (_hash, firstSeen) => tagKeySuffix(tag, firstSeen),
		tag,
	};
}

async function watchField(crm: CrmClient, name: string): Promise<Watch> {
	const [field] = await findFields(crm, [name]);
	if (field === undefined) throw new Error('A field was found and is not there');
	return {
		output: { field: field.name },
		id: hashOf('field', field.id),
		filters: [{ field: `customFields.${field.id}`, operator: 'exists', value: '' }],
		hash({ id, values }) {
			const formatted = formatFieldValue(field.dataType, values.get(field.id), crm.zone);
			if (!('value' in formatted)) return hashOf(field.id, id, contentHash(values.get(field.id)));
			const { value } = formatted;
			return value === '' ? '' : hashOf(field.id, id, JSON.stringify(value));
		},
		reportsEmptied: true,
		keySuffix: (hash) => `field:${hashOf(field.id, hash)}`,
	};
}
