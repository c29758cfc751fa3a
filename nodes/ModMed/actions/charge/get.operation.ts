import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { asText } from '../../../../domain/coerce';
import { chargeRecord } from '../../resources/chargeDetails';
import { simplify } from '../../descriptions/common';
import type { Operation } from '../operation';
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

export const execute: Operation = async function (client, itemIndex) {
	const id = this.getNodeParameter('chargeId', itemIndex, '', { ensureType: 'string' });
	const resource = await client.read('ChargeItem', asText(id));
	const simple = this.getNodeParameter('simplify', itemIndex, true);
	return asItem(simple ? chargeRecord(resource, client.baseUrl) : resource);
};
