import type { INodeProperties } from 'n8n-workflow';

import * as create from './create.operation';
import * as find from './find.operation';
import * as get from './get.operation';
import * as getAll from './getAll.operation';
import * as update from './update.operation';

export const operations = { create, find, get, getAll, update };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		default: 'find',
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a contact',
				action: 'Create a contact',
			},
			{
				name: 'Find',
				value: 'find',
				description: 'Find the contact of a ModMed patient, and create it if there is none',
				action: 'Find a contact',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get a contact with its tags and custom fields',
				action: 'Get a contact',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get contacts by tags and custom fields',
				action: 'Get many contacts',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Update the fields of a contact that differ',
				action: 'Update a contact',
			},
		],
	},
	...find.description,
	...create.description,
	...get.description,
	...getAll.description,
	...update.description,
];
