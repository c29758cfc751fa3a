import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toLabels } from '../../../../domain/text/label';
import { contactIdField, patientIdField } from '../../descriptions/contactId';
import { tagsLocator } from '../../descriptions/locators';
import { removeTags } from '../../resources/contact/changeTags';
import { contactToWriteTo } from '../contactIdParameter';
import { valueParameter } from '../parameters';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [contactIdField, patientIdField, tagsLocator];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['tag'], operation: ['remove'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = await contactToWriteTo(context, itemIndex, crm);
	const tags = toLabels(valueParameter(context, 'tags', itemIndex));
	if (tags.length === 0) return { contactId, removed: [], notThere: [] };
	return await removeTags(crm, contactId, tags);
};
