import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { readAppointment } from '../../../../domain/appointment/readAppointment';
import { asRecord } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { readAppointmentWithNames } from '../../resources/appointmentDetails';
import { returnAllOrLimit, simplify, statusOptions } from '../../descriptions/common';
import {
	appointmentTypeLocator,
	locationLocator,
	providerLocator,
} from '../../descriptions/locators';
import { collect } from '../../transport/collect';
import { asItem, collectionOf, limitOf } from '../parameters';
import { passes, readFilters, searchParams } from './filters';

const properties: INodeProperties[] = [
	...returnAllOrLimit,
	simplify,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			appointmentTypeLocator,
			{
				displayName: 'Changed Since',
				name: 'changedSince',
				type: 'dateTime',
				default: '',
				description: 'Only appointments created or changed at this time or later',
			},
			{
				displayName: 'From',
				name: 'from',
				type: 'dateTime',
				default: '',
				description: 'Only appointments that start at this time or later',
			},
			locationLocator,
			{
				displayName: 'Patient ID',
				name: 'patientId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 385871',
			},
			providerLocator,
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: statusOptions,
				default: [],
			},
			{
				displayName: 'To',
				name: 'to',
				type: 'dateTime',
				default: '',
				description: 'Only appointments that start before this time',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		displayOptions: { show: { simplify: [true] } },
		default: {},
		options: [
			{
				displayName: 'Include Names',
				name: 'includeNames',
				type: 'boolean',
				default: false,
				description: 'Whether to read the names of providers and locations as well',
			},
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['appointment'], operation: ['getAll'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const node = context.getNode();
	const filters = readFilters(context, collectionOf(context, 'filters', itemIndex), itemIndex);
	const found = await collect(
		client.pages('Appointment', searchParams(filters)),
		(resource) => {
			const appointment = readAppointment(resource, client.baseUrl);
			return appointment && passes(appointment, filters) ? resource : undefined;
		},
		limitOf(context, itemIndex),
	);
	if (!context.getNodeParameter('simplify', itemIndex, true)) return found.map(asItem);
	const withNames = asRecord(collectionOf(context, 'options', itemIndex)).includeNames === true;
	return await Promise.all(
		found.map(async (resource) =>
			asItem(await readAppointmentWithNames(node, client, resource, withNames)),
		),
	);
};
