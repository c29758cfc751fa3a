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

/** What a trigger looks for in contacts. A new kind of event is one more of these. */
export interface Watch {
	/** What the output says of it beside the contact. */
	names: IDataObject;
	/** By what to tell one watch from another, without saying what it is. */
	print: string;
	filters: IDataObject[];
	/** What the contact is like. Empty where there is nothing to it. */
	mark(contact: CrmContact): string;
	/** Whether it is an event, too, when nothing is left. */
	tellsEmptied: boolean;
	/** The part of an event's key behind the contact. Times are Unix milliseconds. */
	keyPart(mark: string, firstSeen: number): string;
	/** The tag whose taking off ends what was delivered. */
	tag?: string;
}

export async function openWatch(crm: CrmClient, options: TriggerOptions): Promise<Watch> {
	return options.event === 'tagAdded'
		? watchTag(options.name)
		: await watchField(crm, options.name);
}

function watchTag(tag: string): Watch {
	return {
		names: { tag },
		print: tagHash(tag),
		filters: [{ field: 'tags', operator: 'contains', value: plainLabel(tag) }],
		mark: ({ tags }) => (presentTags([tag], tags).length > 0 ? 'on' : ''),
		tellsEmptied: false,
		keyPart: (_mark, firstSeen) => tagKeySuffix(tag, firstSeen),
		tag,
	};
}

async function watchField(crm: CrmClient, name: string): Promise<Watch> {
	const [field] = await findFields(crm, [name]);
	if (field === undefined) throw new Error('A field was found and is not there');
	return {
		names: { field: field.name },
		print: hashOf('field', field.id),
		filters: [{ field: `customFields.${field.id}`, operator: 'exists', value: '' }],
		mark({ id, values }) {
			const formatted = formatFieldValue(field.dataType, values.get(field.id), crm.zone);
			if (!('value' in formatted)) return hashOf(field.id, id, contentHash(values.get(field.id)));
			const { value } = formatted;
			return value === '' ? '' : hashOf(field.id, id, JSON.stringify(value));
		},
		tellsEmptied: true,
		keyPart: (mark) => `field:${hashOf(field.id, mark)}`,
	};
}
