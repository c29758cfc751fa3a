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
		description: 'Only what differs is sent',
	},
	{
		displayName: 'Clear Empty Fields',
		name: 'clearEmpty',
		type: 'boolean',
		default: false,
		description:
			'Whether a field that was added above and left empty is emptied on the contact too',
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
		throw new NodeOperationError(context.getNode(), "The CRM does not let 'Gender' be changed", {
			itemIndex,
			description: 'It takes it for a new contact only. Change it by hand in the CRM.',
		});
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
		const told = readContact(asRecord(answer.body.contact));
		if (told.id !== '' && unsavedProperties(body, contact, told).length > 0) {
			// The answer may be from before the update: the contact itself decides.
			const names = unsavedProperties(body, contact, await getContact(crm, contactId));
			if (names.length > 0) throw propertiesNotSaved(crm.node, contactId, names);
		}
		keepSnapshot(crm, { ...contact, standard: { ...contact.standard, ...body } });
	}
};
