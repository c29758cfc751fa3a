import type { INodeProperties } from 'n8n-workflow';

import { FIELD_TYPES, FIELDS, TAGS } from '../../../../domain/vocabulary';

export const setUpFields: INodeProperties[] = [
	{
		displayName: 'Contact Fields',
		name: 'contactFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field' },
		default: { row: Object.values(FIELDS).map((field) => ({ ...field })) },
		placeholder: 'Add Field',
		description:
			'Fields to create if they are missing. A field with the same name and another type is reported and not changed.',
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
						options: Object.entries(FIELD_TYPES).map(([value, name]) => ({ name, value })),
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
		default: Object.values(TAGS).join(', '),
		placeholder: 'e.g. Appointment Booked, Patient',
		description: 'Tags to create if they are missing. Separate tags with commas.',
	},
];
