import type { INodeProperties } from 'n8n-workflow';

import { statusOptions } from './common';

export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Appointment Changed',
				value: 'appointmentChanged',
				description:
					'An appointment is new, or its status, type, time, provider, location or description has changed',
			},
		],
		default: 'appointmentChanged',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Full Data',
				value: 'fullData',
				description: 'The appointment, its patient, and the names of provider and location',
			},
			{
				name: 'References',
				value: 'references',
				description:
					'Only what changed and why, without patient data: n8n saves what a trigger puts out',
			},
		],
		default: 'references',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Location Names or IDs',
				name: 'locations',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getLocations' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Provider Names or IDs',
				name: 'providers',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getProviders' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'dateTime',
				default: '',
				description:
					'Starts with everything that has changed since this time. Without it, only what changes after the activation counts. Another time starts again from there.',
			},
			{
				displayName: 'Status',
				name: 'statuses',
				type: 'multiOptions',
				options: statusOptions,
				default: [],
				description: 'The status an appointment has after the change',
			},
		],
	},
	{
		// n8n puts its own 'Poll Times' in front of these; of two of one name the last default counts.
		displayName: 'Poll Times',
		name: 'pollTimes',
		type: 'hidden',
		default: { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
	},
];
