import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { LAST_ATTEMPT, WAIT_AFTER_LOST_ANSWER } from '../../../shared/createOptions';
import type { PatientAttribute } from '../../../../domain/patient/patientAttributes';
import { ATTRIBUTE_LABELS } from '../../../../domain/patient/patientAttributes';

const ADDRESS = ['addressLine', 'city', 'postalCode', 'state'] as const;

export const ASKED_BY_MODMED: PatientAttribute[] = [
	'firstName',
	'lastName',
	'email',
	'phone',
	'birthDate',
	'gender',
];

const properties: INodeProperties[] = [
	text('firstName'),
	text('lastName'),
	text('email', { placeholder: 'e.g. name@email.com' }),
	text('phone', {
		placeholder: 'e.g. (561) 555-0101',
		description: 'A US number of ten digits, however it is written',
	}),
	text('birthDate', { placeholder: 'e.g. 1980-01-31' }),
	text('gender', {
		placeholder: 'e.g. female',
		description: 'One of male, female, other and unknown',
	}),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: ADDRESS.map((attribute) => text(attribute)),
	},
	{
		displayName: 'Required Fields',
		name: 'requiredFields',
		type: 'multiOptions',
		options: [...ASKED_BY_MODMED, ...ADDRESS]
			.map((value) => ({ name: ATTRIBUTE_LABELS[value], value }))
			.sort((a, b) => a.name.localeCompare(b.name)),
		default: [...ASKED_BY_MODMED],
		description:
			'Attributes that must be filled in before a patient is created. Add what this practice requires in ModMed.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Attempt',
				name: 'attempt',
				type: 'number',
				default: 1,
				description:
					'How often this was tried, this time included. Where the patient exists, the note says that an earlier attempt may have created them.',
			},
			{
				displayName: 'Known Patient ID',
				name: 'knownPatientId',
				type: 'string',
				default: '',
				description: 'The ModMed Patient ID the contact carries. With one, nothing is created.',
			},
			LAST_ATTEMPT,
			{
				displayName: 'Note When Not Created',
				name: 'noteWhenNotCreated',
				type: 'string',
				default: '',
				placeholder: 'e.g. The tag was removed.',
				description: 'A sentence that the note ends with where somebody has to settle something',
			},
			WAIT_AFTER_LOST_ANSWER,
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['patient'], operation: ['create'] } },
	properties,
);

function text(attribute: PatientAttribute, more: Partial<INodeProperties> = {}): INodeProperties {
	return {
		displayName: ATTRIBUTE_LABELS[attribute],
		name: attribute,
		type: 'string',
		default: '',
		...more,
	} as INodeProperties;
}
