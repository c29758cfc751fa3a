import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { asText } from '../../../../domain/coerce';
import { patientRecord } from '../../resources/patientDetails';
import { simplify } from '../../descriptions/common';
import type { Operation } from '../operation';
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

export const execute: Operation = async function (client, itemIndex) {
	const id = this.getNodeParameter('patientId', itemIndex, '', { ensureType: 'string' });
	const resource = await client.read('Patient', asText(id));
	const simple = this.getNodeParameter('simplify', itemIndex, true);
	return asItem(simple ? patientRecord(resource) : resource);
};
