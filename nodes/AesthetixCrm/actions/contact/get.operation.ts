import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { contactIdField } from '../../descriptions/contactId';
import { contactIdParameter } from '../../helpers/contactId';
import { describeContact } from '../../transport/contact';
import { getContact } from '../../transport/contacts';
import { readFields } from '../../transport/customFields';
import type { Execute } from '../operation';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['get'] } },
	[contactIdField],
);

/** Always read anew: what an earlier step of the run has seen may have changed since. */
export const execute: Execute = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const contact = await getContact(crm, contactId);
	return { contactId, contact: describeContact(contact, await readFields(crm)) };
};
