import type { INodeProperties } from 'n8n-workflow';

export const findFields: INodeProperties[] = [
	text('ModMed Patient ID', 'modMedPatientId', {
		description: 'The contact that carries this ID is the patient. Another ID never matches.',
	}),
	text('Email', 'email', { placeholder: 'e.g. name@example.com' }),
	text('Phone', 'phone', { placeholder: 'e.g. (214) 555-0123' }),
	text('First Name', 'firstName', {
		description: 'A contact found by email or phone is the patient only if its names agree',
	}),
	text('Last Name', 'lastName'),
	text('Birth Date', 'birthDate', {
		placeholder: 'e.g. 1990-09-25',
		description: 'Where the contact has one too, it has to be the same',
	}),
	text('Gender', 'gender', { description: 'Written to a new contact only' }),
	{
		displayName: 'When Not Found',
		name: 'whenNotFound',
		type: 'options',
		default: 'continue',
		options: [
			{
				name: 'Continue Without Contact',
				value: 'continue',
				description: 'Give an empty contactId',
			},
			{
				name: 'Create Contact',
				value: 'create',
				description: 'Make one, if there is an email or a phone to find it by next time',
			},
			{
				name: 'Stop With a Message',
				value: 'stop',
				description: 'Let the item fail with the reason',
			},
		],
		description: 'What to do when no contact is the patient. In doubt the item always fails.',
	},
	{
		displayName: 'Look First',
		name: 'lookFirst',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the contact itself once more: the search lags a few seconds behind',
	},
];

function text(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...more };
}
