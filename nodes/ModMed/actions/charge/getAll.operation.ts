import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { chargeRecord, chargesOf } from '../../resources/chargeDetails';
import { returnAllOrLimit, simplify } from '../../descriptions/common';
import type { Operation } from '../operation';
import { asItem, limitOf } from '../parameters';
import { patientIdField, patientIdOf } from './patientId';

const properties: INodeProperties[] = [patientIdField, ...returnAllOrLimit, simplify];

export const description = updateDisplayOptions(
	{ show: { resource: ['charge'], operation: ['getAll'] } },
	properties,
);

export const execute: Operation = async function (client, itemIndex) {
	const patientId = patientIdOf(this, itemIndex);
	const simple = this.getNodeParameter('simplify', itemIndex, true);
	const charges = await chargesOf(client, patientId, limitOf(this, itemIndex));
	return charges.map((resource) =>
		asItem(simple ? chargeRecord(resource, client.baseUrl) : resource),
	);
};
