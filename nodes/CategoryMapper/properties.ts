import type { INodeProperties } from 'n8n-workflow';

import type { MovingCategory } from '../../domain/categories';
import { CATEGORIES, MOVING_CATEGORIES } from '../../domain/categories';
import type { Progress } from '../../domain/stages';
import { DEFAULT_STAGE_TABLE } from '../../domain/stages';

/** The parameter name of a category in the stage table. */
export const STAGE_GROUPS = {
	'Surgical Consult': 'surgicalConsult',
	'Surgical Appointment': 'surgicalAppointment',
	'Non-Surgical Consult': 'nonSurgicalConsult',
	'Non-Surgical Appointment': 'nonSurgicalAppointment',
} as const satisfies Record<MovingCategory, string>;

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

/** The linter wants a default it can read, so this one is filled in by the rows below. */
const stageName: INodeProperties = {
	displayName: 'Stage',
	name: 'stage',
	type: 'string',
	default: '',
};

function stageRows(category: MovingCategory): INodeProperties[] {
	const { scheduled, completed, cancelled } = DEFAULT_STAGE_TABLE[category];
	return [
		stageRow('Stage When Pending or Confirmed', 'scheduled', scheduled),
		stageRow('Stage When Fulfilled or Checked-Out', 'completed', completed),
		stageRow('Stage When Cancelled or No Show', 'cancelled', cancelled),
	];
}

function stageRow(label: string, progress: Progress, stage: string): INodeProperties {
	return Object.assign({ ...stageName }, { displayName: label, name: progress, default: stage });
}

const stageTable: INodeProperties = {
	displayName: 'Stages',
	name: 'stages',
	type: 'fixedCollection',
	default: {
		surgicalConsult: DEFAULT_STAGE_TABLE['Surgical Consult'],
		surgicalAppointment: DEFAULT_STAGE_TABLE['Surgical Appointment'],
		nonSurgicalConsult: DEFAULT_STAGE_TABLE['Non-Surgical Consult'],
		nonSurgicalAppointment: DEFAULT_STAGE_TABLE['Non-Surgical Appointment'],
	},
	placeholder: 'Add Category',
	description:
		'The stage an appointment moves the opportunity to. Pre-Op, Post-Op and Block never move it.',
	options: MOVING_CATEGORIES.map((category) => ({
		displayName: category,
		name: STAGE_GROUPS[category],
		values: stageRows(category),
	})),
};

export const properties: INodeProperties[] = [mappings, ...pipelines, stageTable];
