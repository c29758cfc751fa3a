import type { INodeProperties } from 'n8n-workflow';

import { fieldLocator, tagLocator } from './locators';

export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Field Changed',
				value: 'fieldChanged',
				description: 'A custom field of a contact is filled in, changed or emptied',
			},
			{
				name: 'Tag Added',
				value: 'tagAdded',
				description: 'A contact gets a tag, each time it is added',
			},
		],
		default: 'tagAdded',
	},
	{ ...tagLocator, required: true, displayOptions: { show: { event: ['tagAdded'] } } },
	{ ...fieldLocator, required: true, displayOptions: { show: { event: ['fieldChanged'] } } },
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Full Data',
				value: 'fullData',
				description: 'The contact with its tags and its fields by name',
			},
			{
				name: 'References',
				value: 'references',
				description:
					'Only which contact and why, without personal data: n8n saves what a trigger outputs',
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
				displayName: 'Include Contacts Tagged Before',
				name: 'includeTaggedBefore',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/event': ['tagAdded'] } },
				description:
					'Whether to include contacts that carry the tag before activation. Otherwise only those that get it afterwards count.',
			},
			{
				displayName: 'Include Contacts With a Value Before',
				name: 'includeFilledBefore',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/event': ['fieldChanged'] } },
				description:
					'Whether to include contacts whose field is filled in before activation. Otherwise only later changes count.',
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
