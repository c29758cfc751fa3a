import type { INodeProperties } from 'n8n-workflow';

import * as check from './check.operation';
import * as setUp from './setUp.operation';
import * as summarize from './summarize.operation';

export const operations = { check, setUp, summarize };

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
				description: 'Check permissions, settings, pipelines and stages without changing anything',
				action: 'Check a location',
			},
			{
				name: 'Set Up',
				value: 'setUp',
				description: 'Create missing contact fields and tags',
				action: 'Set up a location',
			},
			{
				name: 'Summarize',
				value: 'summarize',
				description: 'Add the verdict to the lines of all checks: ready to go live, or not',
				action: 'Summarize the checks of a location',
			},
		],
	},
	...check.description,
	...setUp.description,
	...summarize.description,
];
