import type { INodeProperties } from 'n8n-workflow';

import { CATEGORIES, MOVING_CATEGORIES } from '../../../domain/appointment/category';
import type { Progress } from '../../../domain/sync/stages';
import { DEFAULT_STAGE_TABLE } from '../../../domain/sync/stages';

const mappings: INodeProperties = {
	displayName: 'Appointment Types',
	name: 'mappings',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		multipleValueButtonText: 'Add Appointment Type',
		sortable: true,
	},
	default: {},
	placeholder: 'Add Appointment Type',
	description:
		"The practice's Appointment Categorization: one row for each appointment type of ModMed. A type that is not listed waits until it is.",
	options: [
		{
			displayName: 'Appointment Type',
			name: 'mapping',
			values: [
				{
					displayName: 'Appointment Type',
					name: 'appointmentType',
					type: 'string',
					default: '',
					placeholder: 'e.g. Botox Consult',
					description:
						'The name as it appears in ModMed. Case, accents, dashes and spacing do not matter, every letter and digit does.',
				},
				{
					displayName: 'Category',
					name: 'category',
					type: 'options',
					options: CATEGORIES.map((category) => ({ name: category, value: category })),
					default: 'Surgical Consult',
				},
			],
		},
	],
};

const pipelines: INodeProperties[] = [
	{
		displayName: 'Surgical Pipeline',
		name: 'surgicalPipeline',
		type: 'string',
		default: 'Surgical Pipeline',
		description: 'Name of the pipeline for surgical consults and appointments in the CRM',
	},
	{
		displayName: 'Non-Surgical Pipeline',
		name: 'nonSurgicalPipeline',
		type: 'string',
		default: 'Non-Surgical Pipeline',
		description: 'Name of the pipeline for non-surgical consults and appointments in the CRM',
	},
];

const stageTable: INodeProperties = {
	displayName: 'Stages',
	name: 'stages',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Category' },
	// Rows, because n8n cannot read a default of a collection that holds one value of each kind.
	default: {
		row: MOVING_CATEGORIES.map((category) => ({ category, ...DEFAULT_STAGE_TABLE[category] })),
	},
	placeholder: 'Add Category',
	description:
		'The stage an appointment moves the opportunity to. Pre-Op, Post-Op and Block never move it.',
	options: [
		{
			displayName: 'Category',
			name: 'row',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'options',
					options: MOVING_CATEGORIES.map((category) => ({ name: category, value: category })),
					default: 'Surgical Consult',
				},
				stageRow('Pending / Confirmed', 'scheduled'),
				stageRow('Fulfilled / Checked-Out', 'completed'),
				stageRow('Cancelled / No Show', 'cancelled'),
			],
		},
	],
};

function stageRow(displayName: string, name: Progress): INodeProperties {
	return { displayName, name, type: 'string', default: '', placeholder: 'e.g. Booked' };
}

export const ruleFields: INodeProperties[] = [mappings, ...pipelines, stageTable];
