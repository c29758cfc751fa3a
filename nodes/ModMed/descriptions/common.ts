import type { INodeProperties } from 'n8n-workflow';

import { STATUS_CODES, statusName } from '../../../domain/appointment/status';

export const returnAllOrLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		displayOptions: { show: { returnAll: [false] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The statuses of ModMed by the practice's words, in alphabetical order. */
export const statusOptions = STATUS_CODES.map((value) => ({ name: statusName(value), value })).sort(
	(a, b) => a.name.localeCompare(b.name),
);
