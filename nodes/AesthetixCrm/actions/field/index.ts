import type { INodeProperties } from 'n8n-workflow';

import * as set from './set.operation';

export const operations = { set };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['field'] } },
		default: 'set',
		options: [
			{
				name: 'Set',
				value: 'set',
				description: 'Set custom fields of a contact by name',
				action: 'Set custom fields',
			},
		],
	},
	...set.description,
];
