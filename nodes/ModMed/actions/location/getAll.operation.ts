import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { returnAllOrLimit } from '../../descriptions/common';
import { locations } from '../../resources/practice';
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
				description: 'Whether to also return locations that are no longer in use',
			},
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['location'], operation: ['getAll'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const inactive = collectionOf(context, 'options', itemIndex).includeInactive === true;
	return (await locations(client, { inactive }, limitOf(context, itemIndex))).map(asItem);
};
