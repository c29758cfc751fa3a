import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { contactFields } from '../../descriptions/contactFields';
import { toProperties, withoutEmpty } from '../../resources/contact/contactProperties';
import { patientIdField } from '../../resources/contact/findContact';
import { textParameter, valueParameter } from '../parameters';
import { describeContact, readContact } from '../../resources/contact/contact';
import {
	createRequest,
	findByEmailOrPhone,
	keepSnapshot,
} from '../../resources/contact/contactRequests';
import { readFields } from '../../resources/field/customFields';
import { asRecord, asText } from '../../../../domain/coerce';
import type { CreateResult } from '../../transport/createOnce';
import { createOnce } from '../../transport/createOnce';
import type { CrmRequest } from '../../transport/send';
import { runExclusive } from '../../../shared/http/keyedMutex';
import type { CreateGuard } from '../../../shared/unknownCreates';
import { forgetUnknown, mayBeCreated } from '../../../shared/unknownCreates';
import { createGuard, createOptions } from '../createGuard';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	{
		displayName: 'Fields',
		name: 'contactFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: contactFields,
		description: 'An email or a phone is required',
	},
	{
		displayName: 'ModMed Patient ID',
		name: 'modMedPatientId',
		type: 'string',
		default: '',
		description: 'Saved in the custom field of that name',
	},
	createOptions,
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['create'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const entered = asRecord(valueParameter(context, 'contactFields', itemIndex));
	const properties = withoutEmpty(toProperties(context.getNode(), entered, crm.zone));
	const [email, phone] = [asText(properties.email), asText(properties.phone)];
	if (email === '' && phone === '') {
		throw new NodeOperationError(context.getNode(), "'Email' and 'Phone' are both empty", {
			itemIndex,
			description: 'Enter one of them: the contact is found by it next time.',
		});
	}

	const patientId = textParameter(context, 'modMedPatientId', itemIndex);
	const idField = patientId === '' ? undefined : await patientIdField(crm);
	const customFields = idField && [{ id: idField.id, field_value: patientId }];
	const request = createRequest(crm, { ...properties, ...(customFields && { customFields }) });
	const { baseUrl, locationId } = crm.location;
	const key = ['new contact', baseUrl, locationId, patientId, email, phone].join('|');
	const answer = await runExclusive(
		key,
		async () => await create(crm, request, createGuard(context, itemIndex, key), { email, phone }),
	);
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);

	const contact = readContact(asRecord(answer.body.contact));
	if (contact.isComplete) keepSnapshot(crm, contact);
	return {
		contactId: contact.id,
		created: true,
		contact: describeContact(contact, await readFields(crm)),
	};
};

/** After a lost answer the contact is looked for, here and in every later run that would repeat it. */
async function create(
	crm: CrmClient,
	request: CrmRequest,
	guard: CreateGuard,
	{ email, phone }: { email: string; phone: string },
): Promise<CreateResult> {
	const find = async () => {
		const contact = await findByEmailOrPhone(crm, email ? { email } : { number: phone });
		return contact && { contact: { ...contact.standard, id: contact.id } };
	};
	const body = mayBeCreated(guard) ? await find() : undefined;
	if (body) forgetUnknown(guard);
	return body ? { ok: true, body } : await createOnce(crm, request, guard, find);
}
