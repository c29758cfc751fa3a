import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { contactFields } from '../../descriptions/contactFields';
import { contactIdField } from '../../descriptions/contactId';
import { contactIdParameter } from '../contactIdParameter';
import {
	changedProperties,
	toProperties,
	unsavedProperties,
	withoutEmpty,
} from '../../resources/contact/contactProperties';
import { propertiesNotSaved } from '../../resources/field/fieldErrors';
import { booleanParameter, valueParameter } from '../parameters';
import {
	knownContact,
	getContact,
	keepSnapshot,
	updateRequest,
} from '../../resources/contact/contactRequests';
import { readContact } from '../../resources/contact/contact';
import { asRecord } from '../../../../domain/coerce';
import { writeOnce } from '../../transport/writeOnce';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	{
		displayName: 'Fields',
		name: 'contactFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: contactFields,
		description: 'Only fields that differ from the contact are sent',
	},
	{
		displayName: 'Clear Empty Fields',
		name: 'clearEmpty',
		type: 'boolean',
		default: false,
		description: 'Whether to empty the fields of the contact that are added above without a value',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['update'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const entered = asRecord(valueParameter(context, 'contactFields', itemIndex));
	const all = toProperties(context.getNode(), entered, crm.zone);
	const wanted = booleanParameter(context, 'clearEmpty', itemIndex) ? all : withoutEmpty(all);

	const contact = await knownContact(crm, contactId);
	const changes = changedProperties(wanted, contact.standard);
	if ('gender' in changes) {
		throw new NodeOperationError(
			context.getNode(),
			"The CRM does not allow 'Gender' to be changed",
			{
				itemIndex,
				description: 'The CRM accepts it for a new contact only. Change it by hand in the CRM.',
			},
		);
	}
	const changed = Object.keys(changes);
	if (changed.length > 0) await put(changes);
	return { contactId, changed, updated: changed.length > 0 };

	async function put(body: IDataObject): Promise<void> {
		const request = updateRequest(contactId, body);
		const answer = await writeOnce(crm, request, async () => {
			const { standard } = await getContact(crm, contactId);
			return Object.keys(changedProperties(body, standard)).length === 0 ? {} : undefined;
		});
		if (!answer.ok) throw crm.errorOf(answer.refusal, request);
		const answered = readContact(asRecord(answer.body.contact));
		if (answered.id !== '' && unsavedProperties(body, contact, answered).length > 0) {
			// The answer may show the contact as it was before the update, so the contact is read.
			const names = unsavedProperties(body, contact, await getContact(crm, contactId));
			if (names.length > 0) throw propertiesNotSaved(crm.node, contactId, names);
		}
		keepSnapshot(crm, { ...contact, standard: { ...contact.standard, ...body } });
	}
};
