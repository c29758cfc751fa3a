import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { asText } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { chargeRecord } from '../../resources/chargeDetails';
import { simplify } from '../../descriptions/common';
import { asItem } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Charge ID',
		name: 'chargeId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. CHG|1722',
	},
	simplify,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['charge'], operation: ['get'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const id = context.getNodeParameter('chargeId', itemIndex, '', { ensureType: 'string' });
	const resource = await client.read('ChargeItem', asText(id));
	const simple = context.getNodeParameter('simplify', itemIndex, true);
	return asItem(simple ? chargeRecord(resource, client.baseUrl) : resource);
};
