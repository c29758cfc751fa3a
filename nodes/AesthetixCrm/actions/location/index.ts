import type { INodeProperties } from 'n8n-workflow';

import * as check from './check.operation';
import * as setUp from './setUp.operation';

export const operations = { check, setUp };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['location'] } },
		default: 'check',
		options: [
			{
				name: 'Check',
				value: 'check',
				description: 'Check permissions, settings, pipelines and stages, and change nothing',
				action: 'Check a location',
			},
			{
				name: 'Set Up',
				value: 'setUp',
				description: 'Create the contact fields and tags that are missing',
				action: 'Set up a location',
			},
		],
	},
	...check.description,
	...setUp.description,
];
