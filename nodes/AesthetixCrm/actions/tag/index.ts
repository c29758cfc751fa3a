import type { INodeProperties } from 'n8n-workflow';

import * as add from './add.operation';
import * as remove from './remove.operation';

export const operations = { add, remove };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['tag'] } },
		default: 'add',
		options: [
			{
				name: 'Add',
				value: 'add',
				description: 'Add tags to a contact, which may start automations in the CRM',
				action: 'Add tags',
			},
			{
				name: 'Remove',
				value: 'remove',
				description: 'Remove tags from a contact',
				action: 'Remove tags',
			},
		],
	},
	...add.description,
	...remove.description,
];
