import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { returnAllOrLimit } from '../../descriptions/common';
import { providers } from '../../resources/practice';
import { asItem, collectionOf, limitOf } from '../parameters';

const properties: INodeProperties[] = [
	...returnAllOrLimit,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Inactive',
				name: 'includeInactive',
				type: 'boolean',
				default: false,
				description: 'Whether to also return those who no longer work at the practice',
			},
			{
				displayName: 'Include Staff Without an NPI',
				name: 'includeWithoutNpi',
				type: 'boolean',
				default: false,
				description:
					'Whether to also return staff without a National Provider Identifier, who are not providers',
			},
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['provider'], operation: ['getAll'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const options = collectionOf(context, 'options', itemIndex);
	const wanted = {
		withoutNpi: options.includeWithoutNpi === true,
		inactive: options.includeInactive === true,
	};
	return (await providers(client, wanted, limitOf(context, itemIndex))).map(asItem);
};
