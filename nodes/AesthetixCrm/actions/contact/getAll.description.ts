import type { INodeProperties } from 'n8n-workflow';

import { fieldLocator } from '../../descriptions/locators';

export const getAllFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
	{
		displayName: 'With Tags',
		name: 'withTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. Patient',
		description: 'Only contacts that have all of these tags. Separate tags with commas.',
	},
	{
		displayName: 'Where',
		name: 'where',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Condition' },
		default: {},
		placeholder: 'Add Condition',
		description: 'Only contacts that meet all of these conditions',
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [
					fieldLocator,
					{
						displayName: 'Condition',
						name: 'is',
						type: 'options',
						options: [
							{ name: 'Is', value: 'equal' },
							{ name: 'Is Empty', value: 'empty' },
							{ name: 'Is Filled', value: 'filled' },
						],
						default: 'filled',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						displayOptions: { show: { is: ['equal'] } },
						description: 'Enter a date as YYYY-MM-DD',
					},
				],
			},
		],
	},
];
