import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { presentTags } from '../../../../domain/crm/tagSets';
import { contactIdField } from '../../descriptions/contactId';
import { contactIdParameter } from '../contactIdParameter';
import { textParameter } from '../parameters';
import type { CrmContact } from '../../resources/contact/contact';
import { describeContact } from '../../resources/contact/contact';
import { getContact } from '../../resources/contact/contactRequests';
import type { CrmClient } from '../../transport/client';
import { readFields } from '../../resources/field/customFields';
import { contactKeyPrefix, tagKeySuffix } from '../../transport/tagHistory';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	{
		displayName: 'Key of Tag',
		name: 'keyOfTag',
		type: 'string',
		default: '',
		placeholder: 'e.g. ModMed Create',
		description:
			"Tag to process once each time it is added. The output then has a 'tagKey', the same key that the Aesthetix CRM Trigger gives; it is empty if the contact does not have the tag.",
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['get'] } },
	fields,
);

/** Always reads the contact: what an earlier node of the run read may have changed since. */
export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const tag = textParameter(context, 'keyOfTag', itemIndex);
	const askedAt = Date.now();
	const contact = await getContact(crm, contactId);
	return {
		contactId,
		contact: describeContact(contact, await readFields(crm)),
		...(tag !== '' && { tagKey: tagKeyOf(crm, contact, tag, askedAt) }),
	};
};

function tagKeyOf(
	{ location: { tagHistory } }: CrmClient,
	{ id, tags }: CrmContact,
	tag: string,
	askedAt: number,
): string {
	if (presentTags([tag], tags).length > 0) {
		return contactKeyPrefix(id) + tagKeySuffix(tag, tagHistory.firstSeen(id, tag, askedAt));
	}
	tagHistory.noteAbsent(id, tag);
	return '';
}
