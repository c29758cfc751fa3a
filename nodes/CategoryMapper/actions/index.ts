import type { INodeProperties } from 'n8n-workflow';

import { ruleFields } from '../descriptions/ruleFields';
import * as map from './map.operation';
import type { Operation } from './operation';

export const operations: Readonly<Record<string, Operation>> = { map };

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'map',
		options: [
			{
				name: 'Map',
				value: 'map',
				action: 'Map an appointment',
				description: "Decide by an appointment's type what its change does in the CRM",
			},
		],
	},
	...ruleFields,
	...map.description,
];
