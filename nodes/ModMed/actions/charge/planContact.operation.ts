import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import type { Charge } from '../../../../domain/charge/charge';
import { planChargeContact } from '../../../../domain/charge/contactPlan';
import type { LifetimeValue } from '../../../../domain/charge/lifetimeValue';
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

/** Returns the note about the charge and the fields of the patient's contact. Requests nothing. */
export const execute: Execute<unknown> = async (context, itemIndex) => {
	const charge = chargeFrom(asRecord(context.getNodeParameter('charge', itemIndex, {})));
	const value = lifetimeValueFrom(
		asRecord(context.getNodeParameter('lifetimeValue', itemIndex, {})),
	);
	if (charge === undefined || value === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			"'Charge' or 'Lifetime Value' is not what ModMed returns",
			{ itemIndex, description: 'Pass what the operations Get and Get Lifetime Value return.' },
		);
	}
	return asItem(planChargeContact(charge, value, reasonsOf(context, itemIndex)));
};

/** The charge in an item of 'Get'; undefined if there is none. */
function chargeFrom(item: Record<string, unknown>): Charge | undefined {
	const text = (name: string) => asText(item[name]);
	if (text('id') === '') return undefined;
	return {
		id: text('id'),
		patientId: text('patientId'),
		encounterId: text('encounterId'),
		status: text('status'),
		transactionStatus: text('transactionStatus'),
		cents: asNumber(item.cents),
		currency: text('currency'),
		description: text('description'),
		postedAt: text('postedAt'),
		providerId: text('providerId'),
		locationId: text('locationId'),
	};
}

/** The sum in an item of 'Get Lifetime Value'; undefined if there is none. */
function lifetimeValueFrom(item: Record<string, unknown>): LifetimeValue | undefined {
	const total = asNumber(item.total);
	if (total === null) return undefined;
	return {
		totalCents: asNumber(item.totalCents) ?? 0,
		total,
		currency: asText(item.currency),
		charges: asNumber(item.charges) ?? 0,
	};
}
