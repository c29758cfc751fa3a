import type { INodeProperties } from 'n8n-workflow';

import { ruleFields } from '../descriptions/ruleFields';
import * as checkTypes from './checkTypes.operation';
import * as map from './map.operation';
import type { Operation } from './operation';

export const operations: Readonly<Record<string, Operation>> = { checkTypes, map };

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'map',
		options: [
			{
				name: 'Check Types',
				value: 'checkTypes',
				action: 'Check appointment types',
				description:
					"List which of ModMed's appointment types have a category, and which have none",
			},
			{
				name: 'Map',
				value: 'map',
				action: 'Map an appointment',
				description: "Decide by an appointment's type what its change does in the CRM",
			},
		],
	},
	...ruleFields,
	...checkTypes.description,
	...map.description,
];
