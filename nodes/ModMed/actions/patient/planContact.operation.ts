import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { asRecord, asText } from '../../../../domain/coerce';
import { planContact } from '../../../../domain/patient/contactPlan';
import type { Execute } from '../../../shared/operation';
import { reasonsField, reasonsOf } from '../../descriptions/reasons';
import { asItem } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Patient',
		name: 'patient',
		type: 'json',
		required: true,
		default: '',
		description: "The patient as 'ModMed > Patient > Get' returns it",
	},
	{
		displayName: 'Contact',
		name: 'contact',
		type: 'json',
		required: true,
		default: '',
		description: "The contact as 'Aesthetix CRM > Contact > Find' returns it",
	},
	reasonsField,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['patient'], operation: ['planContact'] } },
	properties,
);

/** Returns the fields of the patient's contact and the note about it. Requests nothing. */
export const execute: Execute<unknown> = async (context, itemIndex) => {
	const patient = asRecord(context.getNodeParameter('patient', itemIndex, {}));
	const text = (name: string) => asText(patient[name]);
	if (text('id') === '') {
		throw new NodeOperationError(context.getNode(), "'Patient' is not a patient of ModMed", {
			itemIndex,
			description: "Pass what 'ModMed > Patient > Get' returns.",
		});
	}
	const { contact, created } = asRecord(context.getNodeParameter('contact', itemIndex, {}));
	const { firstName, lastName } = asRecord(contact);
	const plan = planContact(
		{
			id: text('id'),
			firstName: text('firstName'),
			lastName: text('lastName'),
			birthDate: text('birthDate'),
			gender: text('gender'),
			email: text('email'),
			phone: text('phone'),
			phoneDigits: text('phoneDigits'),
		},
		{ firstName: asText(firstName), lastName: asText(lastName), isNew: created === true },
		reasonsOf(context, itemIndex),
	);
	return asItem(plan);
};
