import type { INodeProperties } from 'n8n-workflow';

import { description as getAll } from './getAll.operation';

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
	...getAll,
];
