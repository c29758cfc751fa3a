import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { readPatient } from '../../../../domain/patient/readPatient';
import { phoneDigits } from '../../../../domain/patient/usPhone';
import { asText } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import { returnAllOrLimit, simplify } from '../../descriptions/common';
import type { ModMedClient, SearchParams } from '../../transport/client';
import { collect } from '../../transport/collect';
import { asItem, collectionOf, limitOf } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Search By',
		name: 'searchBy',
		type: 'collection',
		placeholder: 'Add value',
		default: {},
		description: 'Values that the patients must match. At least one is needed.',
		options: [
			{
				displayName: 'Birth Date',
				name: 'birthDate',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1980-01-31',
			},
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. name@email.com',
			},
			{
				displayName: 'First Name',
				name: 'firstName',
				type: 'string',
				default: '',
				description: 'The first name or its beginning',
			},
			{
				displayName: 'Last Name',
				name: 'lastName',
				type: 'string',
				default: '',
				description: 'The whole last name',
			},
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				default: '',
				description: 'Ten digits; all other characters are ignored',
			},
		],
	},
	...returnAllOrLimit,
	simplify,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['patient'], operation: ['search'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const params = searchParams(collectionOf(context, 'searchBy', itemIndex));
	if (Object.keys(params).length === 0) {
		throw new NodeOperationError(context.getNode(), "'Search By' holds no value to search by", {
			itemIndex,
			description: 'Add at least one of email, phone, first name, last name or birth date.',
		});
	}
	const simple = context.getNodeParameter('simplify', itemIndex, true);
	const found = await collect(
		client.pages('Patient', params),
		(resource) => (simple ? readPatient(resource) : resource),
		limitOf(context, itemIndex),
	);
	return found.map(asItem);
};

/** Source: https://portal.api.modmed.com/reference/patient-1 */
function searchParams(values: Record<string, unknown>): SearchParams {
	const params = {
		email: asText(values.email),
		phone: phoneDigits(asText(values.phone)),
		family: asText(values.lastName),
		given: asText(values.firstName),
		birthdate: asText(values.birthDate).slice(0, 10),
	};
	return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));
}
