import type { INodeProperties } from 'n8n-workflow';

import * as get from './get.operation';
import * as getAll from './getAll.operation';
import * as lifetimeValue from './lifetimeValue.operation';
import * as planContact from './planContact.operation';

export const operations = { get, getAll, lifetimeValue, planContact };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['charge'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get a charge',
				description: 'Get a charge by its ID',
			},
			{
				name: 'Get Lifetime Value',
				value: 'lifetimeValue',
				action: 'Get the lifetime value of a patient',
				description: 'Get the sum of all charges of a patient that have not been voided',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many charges',
				description: 'Get the charges of a patient',
			},
			{
				name: 'Plan Contact',
				value: 'planContact',
				action: 'Plan the contact of a charge',
				description:
					"Decide what the patient's contact should say about a charge, and write the note; nothing is requested",
			},
		],
		default: 'getAll',
	},
	...get.description,
	...getAll.description,
	...lifetimeValue.description,
	...planContact.description,
];
