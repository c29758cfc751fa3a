import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { asText } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { patientRecord } from '../../resources/patientDetails';
import { simplify } from '../../descriptions/common';
import { asItem } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Patient ID',
		name: 'patientId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 385871',
	},
	simplify,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['patient'], operation: ['get'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const id = context.getNodeParameter('patientId', itemIndex, '', { ensureType: 'string' });
	const resource = await client.read('Patient', asText(id));
	const simple = context.getNodeParameter('simplify', itemIndex, true);
	return asItem(simple ? patientRecord(resource) : resource);
};
