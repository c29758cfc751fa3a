import type { INode, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { LifetimeValue, LifetimeValueResult } from '../../../../domain/charge/lifetimeValue';
import { lifetimeValue } from '../../../../domain/charge/lifetimeValue';
import { readCharge } from '../../../../domain/charge/readCharge';
import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { chargesOf } from '../../resources/chargeDetails';
import { apiError } from '../../transport/apiError';
import { patientIdField, patientIdOf } from './patientId';

const properties: INodeProperties[] = [patientIdField];

export const description = updateDisplayOptions(
	{ show: { resource: ['charge'], operation: ['lifetimeValue'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const patientId = patientIdOf(context, itemIndex);
	const charges = (await chargesOf(client, patientId)).map((charge) =>
		readCharge(charge, client.baseUrl),
	);
	const readable = charges.filter((charge) => charge !== undefined);
	const node = context.getNode();
	if (readable.length < charges.length) throw notSummed(node, 'a charge without an ID');
	return { patientId, ...summed(node, lifetimeValue(readable)) };
};

function summed(node: INode, sum: LifetimeValueResult): LifetimeValue {
	if ('currencies' in sum) throw notSummed(node, `charges in ${sum.currencies.join(' and ')}`);
	if ('totalCents' in sum) return sum;
	const ids = sum.unreadable.slice(0, 20).join(', ');
	throw notSummed(node, `charges without a readable amount (${ids})`);
}

function notSummed(node: INode, what: string) {
	return apiError(node, {
		message: `The lifetime value cannot be calculated: ModMed has ${what}`,
		description: 'No total is calculated from incomplete charges. Correct them in ModMed.',
		transient: false,
	});
}
