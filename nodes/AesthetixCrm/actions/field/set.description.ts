import type { INodeProperties } from 'n8n-workflow';

import { contactIdField, patientIdField } from '../../descriptions/contactId';
import { fieldLocator } from '../../descriptions/locators';

export const setFields: INodeProperties[] = [
	contactIdField,
	patientIdField,
	{
		displayName: 'Specify Fields',
		name: 'specify',
		type: 'options',
		default: 'rows',
		options: [
			{ name: 'Using Fields Below', value: 'rows' },
			{ name: 'Using an Object', value: 'object' },
		],
		description: 'How to enter fields and values',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Field',
		default: {},
		displayOptions: { show: { specify: ['rows'] } },
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					fieldLocator,
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Enter a date as YYYY-MM-DD. An empty value empties the field.',
					},
				],
			},
		],
	},
	{
		displayName: 'Fields',
		name: 'fieldsObject',
		type: 'json',
		default: '{}',
		displayOptions: { show: { specify: ['object'] } },
		placeholder: 'e.g. {"Next Visit Date": "2026-12-01"}',
		description:
			'Values by field name. Null empties a field; a field that is not named stays as it is.',
	},
	{
		displayName: 'Only Forward',
		name: 'onlyForward',
		type: 'string',
		default: '',
		placeholder: 'e.g. Last Visit Date',
		description: 'Date fields that never go back to an earlier date. Separate names with commas.',
	},
];
