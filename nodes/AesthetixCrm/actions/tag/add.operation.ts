import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toLabels } from '../../../../domain/text/label';
import { contactIdField, patientIdField } from '../../descriptions/contactId';
import { tagsLocator } from '../../descriptions/locators';
import { addTags } from '../../resources/contact/changeTags';
import { contactToWriteTo } from '../contactIdParameter';
import { booleanParameter, valueParameter } from '../parameters';
import { requireKnownTags } from '../../resources/locationTags';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	patientIdField,
	tagsLocator,
	{
		displayName: 'Create Missing Tags',
		name: 'createMissing',
		type: 'boolean',
		default: false,
		description:
			'Whether to create tags that the location does not have yet, including misspelled tags',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['tag'], operation: ['add'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = await contactToWriteTo(context, itemIndex, crm);
	const tags = toLabels(valueParameter(context, 'tags', itemIndex));
	if (tags.length === 0) return { contactId, added: [], alreadyThere: [] };
	if (!booleanParameter(context, 'createMissing', itemIndex)) await requireKnownTags(crm, tags);
	return await addTags(crm, contactId, tags);
};
