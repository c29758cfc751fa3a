import type { INodeProperties } from 'n8n-workflow';

const FIELDS = [
	['Next Visit Date', 'DATE'],
	['Last Visit Date', 'DATE'],
	['ModMed Appt Status', 'TEXT'],
	['ModMed Appt Type', 'TEXT'],
	['ModMed Appt Description', 'TEXT'],
	['ModMed Provider', 'TEXT'],
	['ModMed Location', 'TEXT'],
	['Appointment Category', 'TEXT'],
	['ModMed Birthday', 'DATE'],
	['ModMed Patient ID', 'TEXT'],
	['Patient Lifetime Value', 'MONETORY'],
];

const TAGS = ['Appointment Booked', 'Patient', 'Cancel/No-Show', 'ModMed Create'];

export const setUpFields: INodeProperties[] = [
	{
		displayName: 'Contact Fields',
		name: 'contactFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field' },
		default: { row: FIELDS.map(([name, dataType]) => ({ name, dataType })) },
		placeholder: 'Add Field',
		description:
			'Fields that are created where they are missing. A field of that name with another type is reported and not changed.',
		options: [
			{
				displayName: 'Field',
				name: 'row',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Next Visit Date',
					},
					{
						displayName: 'Type',
						name: 'dataType',
						type: 'options',
						options: [
							{ name: 'Date', value: 'DATE' },
							{ name: 'Long Text', value: 'LARGE_TEXT' },
							{ name: 'Money', value: 'MONETORY' },
							{ name: 'Number', value: 'NUMERICAL' },
							{ name: 'Text', value: 'TEXT' },
						],
						default: 'TEXT',
					},
				],
			},
		],
	},
	{
		displayName: 'Tags',
		name: 'locationTags',
		type: 'string',
		default: TAGS.join(', '),
		placeholder: 'e.g. Appointment Booked, Patient',
		description: 'Tags that are created where they are missing, with commas in between',
	},
];
