import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { planChargeContact } from '../../../../domain/charge/contactPlan';
import { asNumber, asRecord, asText } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import { reasonsField, reasonsOf } from '../../descriptions/reasons';
import { asItem } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Charge',
		name: 'charge',
		type: 'json',
		required: true,
		default: '',
		description: "The charge as 'ModMed > Charge > Get' returns it",
	},
	{
		displayName: 'Lifetime Value',
		name: 'lifetimeValue',
		type: 'json',
		required: true,
		default: '',
		description: "The sum as 'ModMed > Charge > Get Lifetime Value' returns it",
	},
	reasonsField,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['charge'], operation: ['planContact'] } },
	properties,
);

/** Decides and sends nothing: the note about the charge, and the fields of the patient's contact. */
export const execute: Execute<unknown> = async (context, itemIndex) => {
	const charge = asRecord(context.getNodeParameter('charge', itemIndex, {}));
	const sum = asRecord(context.getNodeParameter('lifetimeValue', itemIndex, {}));
	const text = (name: string) => asText(charge[name]);
	const total = asNumber(sum.total);
	if (text('id') === '' || total === null) {
		throw new NodeOperationError(
			context.getNode(),
			"'Charge' or 'Lifetime Value' is not what ModMed returns",
			{ itemIndex, description: 'Pass what the operations Get and Get Lifetime Value return.' },
		);
	}
	const read = {
		id: text('id'),
		patientId: text('patientId'),
		encounterId: text('encounterId'),
		status: text('status'),
		transactionStatus: text('transactionStatus'),
		cents: asNumber(charge.cents),
		currency: text('currency'),
		description: text('description'),
		postedAt: text('postedAt'),
		providerId: text('providerId'),
		locationId: text('locationId'),
	};
	const value = {
		totalCents: asNumber(sum.totalCents) ?? 0,
		total,
		currency: asText(sum.currency),
		charges: asNumber(sum.charges) ?? 0,
	};
	return asItem(planChargeContact(read, value, reasonsOf(context, itemIndex)));
};
