import type { INodeProperties } from 'n8n-workflow';

import * as getAll from './getAll.operation';

export const operations = { getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['provider'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many providers',
				description: 'Get the providers of the practice',
			},
		],
		default: 'getAll',
	},
	...getAll.description,
];
