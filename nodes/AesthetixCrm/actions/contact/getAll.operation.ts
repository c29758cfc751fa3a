import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toLabels } from '../../../../domain/text/label';
import { fieldConditions, tagConditions } from '../../resources/contact/contactConditions';
import { booleanParameter, valueParameter } from '../parameters';
import type { CrmContact } from '../../resources/contact/contact';
import { describeContact } from '../../resources/contact/contact';
import { contactPages } from '../../resources/contact/contactPages';
import { readFields } from '../../resources/field/customFields';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';
import { getAllFields } from './getAll.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['getAll'] } },
	getAllFields,
);

/** Lists contacts as the CRM's search shows them, a few seconds behind the contacts themselves. */
export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const all = booleanParameter(context, 'returnAll', itemIndex);
	const limit = all ? Infinity : Number(valueParameter(context, 'limit', itemIndex)) || 50;
	const tags = toLabels(valueParameter(context, 'withTags', itemIndex));
	const where = await fieldConditions(crm, valueParameter(context, 'where', itemIndex));
	const conditions = [...tagConditions(tags), ...where];

	const found: CrmContact[] = [];
	const filters = conditions.map(({ filter }) => filter);
	for await (const contacts of contactPages(crm, filters)) {
		found.push(...contacts.filter((contact) => conditions.every(({ isMet }) => isMet(contact))));
		if (found.length >= limit) break;
	}
	const fields = await readFields(crm);
	return found
		.slice(0, limit)
		.map((contact) => ({ contactId: contact.id, contact: describeContact(contact, fields) }));
};
