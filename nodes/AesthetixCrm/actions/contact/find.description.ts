import type { INodeProperties } from 'n8n-workflow';

import { createOptions } from '../createGuard';

export const findFields: INodeProperties[] = [
	text('ModMed Patient ID', 'modMedPatientId', {
		description:
			'A contact with this ID is the patient, a contact with another ID never is. It is saved on a contact that is found by email or phone.',
	}),
	text('Email', 'email', { placeholder: 'e.g. name@example.com' }),
	text('Phone', 'phone', { placeholder: 'e.g. (214) 555-0123' }),
	text('First Name', 'firstName', {
		description:
			'A contact found by email or phone is the patient only if first and last name match',
	}),
	text('Last Name', 'lastName'),
	text('Birth Date', 'birthDate', {
		placeholder: 'e.g. 1990-09-25',
		description: 'If the contact has a birth date too, it has to be the same',
	}),
	text('Gender', 'gender', { description: 'Saved on a new contact only' }),
	{
		displayName: 'When Not Found',
		name: 'whenNotFound',
		type: 'options',
		default: 'continue',
		options: [
			{
				name: 'Continue Without Contact',
				value: 'continue',
				description: 'Return an empty contactId',
			},
			{
				name: 'Create Contact',
				value: 'create',
				description: 'Create one, if there is an email or a phone to find it by next time',
			},
			{
				name: 'Stop With a Message',
				value: 'stop',
				description: 'Fail the item and say why',
			},
		],
		description:
			'What to do when no contact is the patient. If the match is in doubt, the item always fails.',
	},
	{
		displayName: 'Look First',
		name: 'lookFirst',
		type: 'boolean',
		default: false,
		description:
			'Whether another process may be at work on the same contacts. The contact itself is read too, because the search is a few seconds behind, and it is claimed by a note while the ModMed Patient ID is saved.',
	},
	createOptions,
];

function text(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...more };
}
