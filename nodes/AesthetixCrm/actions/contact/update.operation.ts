import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { contactFields } from '../../descriptions/contactFields';
import { contactIdField, patientIdField } from '../../descriptions/contactId';
import { contactToWriteTo } from '../contactIdParameter';
import {
	changedProperties,
	toProperties,
	unsavedProperties,
	withoutEmpty,
} from '../../resources/contact/contactProperties';
import { propertiesNotSaved } from '../../resources/field/fieldErrors';
import { booleanParameter, textParameter, valueParameter } from '../parameters';
import {
	knownContact,
	getContact,
	keepSnapshot,
	updateRequest,
} from '../../resources/contact/contactRequests';
import type { CrmContact } from '../../resources/contact/contact';
import { readContact } from '../../resources/contact/contact';
import { asRecord } from '../../../../domain/coerce';
import { writeOnce } from '../../transport/writeOnce';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	patientIdField,
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
	{
		displayName: 'If Email or Phone Is Taken',
		name: 'whenTaken',
		type: 'options',
		default: 'fail',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'Change nothing and report the contact that has it',
			},
			{
				name: 'Keep Own',
				value: 'keepOwn',
				description: 'Leave email and phone as they are, change the rest, and return a warning',
			},
		],
		description: 'What to do where another contact has the email or phone already',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['update'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = await contactToWriteTo(context, itemIndex, crm);
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
	const keepsOwn = textParameter(context, 'whenTaken', itemIndex) === 'keepOwn';
	const holder = await save(crm, contact, changes, keepsOwn);
	if (holder === '') return { contactId, ...outcomeOf(changes) };

	const others = Object.fromEntries(
		Object.entries(changes).filter(([name]) => name !== 'email' && name !== 'phone'),
	);
	await save(crm, contact, others);
	return {
		contactId,
		...outcomeOf(others),
		warning: `The email or phone belongs to the contact ${holder} already, so this contact keeps its own.`,
	};
};

function outcomeOf(changes: IDataObject) {
	const changed = Object.keys(changes);
	return { changed, updated: changed.length > 0 };
}

/** Saves the changes. Answers the contact that has the email or phone, where that is no error. */
async function save(
	crm: CrmClient,
	contact: CrmContact,
	changes: IDataObject,
	mayBeTaken = false,
): Promise<string> {
	if (Object.keys(changes).length === 0) return '';
	const { id } = contact;
	const request = updateRequest(id, changes);
	const answer = await writeOnce(crm, request, async () => {
		const { standard } = await getContact(crm, id);
		return Object.keys(changedProperties(changes, standard)).length === 0 ? {} : undefined;
	});
	if (!answer.ok) {
		if (mayBeTaken && answer.refusal.duplicateOf) return answer.refusal.duplicateOf;
		throw crm.errorOf(answer.refusal, request);
	}
	const answered = readContact(asRecord(answer.body.contact));
	if (answered.id !== '' && unsavedProperties(changes, contact, answered).length > 0) {
		// The answer may show the contact as it was before the update, so the contact is read.
		const names = unsavedProperties(changes, contact, await getContact(crm, id));
		if (names.length > 0) throw propertiesNotSaved(crm.node, id, names);
	}
	keepSnapshot(crm, { ...contact, standard: { ...contact.standard, ...changes } });
	return '';
}
