import type { INodeProperties } from 'n8n-workflow';

import * as create from './create.operation';
import * as get from './get.operation';
import * as planContact from './planContact.operation';
import * as search from './search.operation';

export const operations = { create, get, planContact, search };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['patient'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a patient',
				description: 'Create a patient unless ModMed already has them, and report the outcome',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a patient',
				description: 'Get a patient by its ID',
			},
			{
				name: 'Plan Contact',
				value: 'planContact',
				action: 'Plan the contact of a patient',
				description:
					"Decide what a patient's contact should say, and write the note; nothing is requested",
			},
			{
				name: 'Search',
				value: 'search',
				action: 'Search patients',
				description: 'Find patients by email, phone, name or birth date',
			},
		],
		default: 'get',
	},
	...create.description,
	...get.description,
	...planContact.description,
	...search.description,
];
