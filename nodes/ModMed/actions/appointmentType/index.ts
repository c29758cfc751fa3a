import type { INodeProperties } from 'n8n-workflow';

import * as getAll from './getAll.operation';

export const operations = { getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['appointmentType'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many appointment types',
				description: 'Get the active appointment types of the practice',
			},
		],
		default: 'getAll',
	},
	...getAll.description,
];
