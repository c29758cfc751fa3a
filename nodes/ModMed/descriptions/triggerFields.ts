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
			{
				name: 'Charge Posted',
				value: 'chargePosted',
				description: 'A recent patient has a new charge, or one that was voided or corrected',
			},
			{
				name: 'Patient Changed',
				value: 'patientChanged',
				description:
					'A patient is new, or their name, birth date, gender, email or phone has changed',
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
				description:
					'The complete resource. An appointment comes with its patient and the names of provider and location.',
			},
			{
				name: 'References',
				value: 'references',
				description:
					'Only what changed and why, without patient data: n8n saves what a trigger outputs',
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
				displayName: 'Full Sweep',
				name: 'fullSweep',
				type: 'boolean',
				displayOptions: { show: { '/event': ['chargePosted'] } },
				default: false,
				description:
					'Whether to also read the charges of all patients, slowly, once a day. Finds charges that were posted long after a visit.',
			},
			{
				displayName: 'Location Names or IDs',
				name: 'locations',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getLocations' },
				displayOptions: { show: { '/event': ['appointmentChanged'] } },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Provider Names or IDs',
				name: 'providers',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getProviders' },
				displayOptions: { show: { '/event': ['appointmentChanged'] } },
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
					'Starts with everything changed since this time. If empty, only changes after the activation count. Enter another time to start again from there.',
			},
			{
				displayName: 'Status',
				name: 'statuses',
				type: 'multiOptions',
				displayOptions: { show: { '/event': ['appointmentChanged'] } },
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
