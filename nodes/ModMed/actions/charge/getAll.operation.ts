import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { chargeRecord, chargesOf } from '../../resources/chargeDetails';
import { returnAllOrLimit, simplify } from '../../descriptions/common';
import { asItem, limitOf } from '../parameters';
import { patientIdField, patientIdOf } from './patientId';

const properties: INodeProperties[] = [patientIdField, ...returnAllOrLimit, simplify];

export const description = updateDisplayOptions(
	{ show: { resource: ['charge'], operation: ['getAll'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const patientId = patientIdOf(context, itemIndex);
	const simple = context.getNodeParameter('simplify', itemIndex, true);
	const charges = await chargesOf(client, patientId, limitOf(context, itemIndex));
	return charges.map((resource) =>
		asItem(simple ? chargeRecord(resource, client.baseUrl) : resource),
	);
};
