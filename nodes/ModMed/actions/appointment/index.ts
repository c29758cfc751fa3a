import type { INodeProperties } from 'n8n-workflow';

import * as get from './get.operation';
import * as getAll from './getAll.operation';

export const operations = { get, getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['appointment'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get an appointment',
				description: 'Get an appointment with its patient and the names of provider and location',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many appointments',
				description: 'Get a list of appointments',
			},
		],
		default: 'get',
	},
	...get.description,
	...getAll.description,
];
