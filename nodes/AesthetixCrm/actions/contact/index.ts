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
				description: 'Find the contact of a ModMed patient, or create it',
				action: 'Find a contact',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Read a contact with its tags and its fields by name',
				action: 'Get a contact',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'List contacts by tags and fields',
				action: 'Get many contacts',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Change what differs on a contact',
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
