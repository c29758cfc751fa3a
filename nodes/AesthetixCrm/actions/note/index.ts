import type { INodeProperties } from 'n8n-workflow';

import * as add from './add.operation';
import * as getAll from './getAll.operation';

export const operations = { add, getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['note'] } },
		default: 'add',
		options: [
			{
				name: 'Add',
				value: 'add',
				description: 'Add a note to a contact, once',
				action: 'Add a note',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get the notes of a contact, newest first',
				action: 'Get many notes',
			},
		],
	},
	...add.description,
	...getAll.description,
];
