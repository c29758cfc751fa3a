import type { INodeProperties } from 'n8n-workflow';

import * as find from './find.operation';
import * as move from './move.operation';

export const operations = { find, move };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['opportunity'] } },
		default: 'find',
		options: [
			{
				name: 'Find',
				value: 'find',
				description: 'Find the opportunity of a contact and say what a move would do',
				action: 'Find an opportunity',
			},
			{
				name: 'Move',
				value: 'move',
				description: 'Move the opportunity of a contact to a stage',
				action: 'Move an opportunity',
			},
		],
	},
	...find.description,
	...move.description,
];
