import type { INodeProperties } from 'n8n-workflow';

import {
	CATEGORIES,
	DEFAULT_STAGE_TABLE,
	MOVING_CATEGORIES,
	PIPELINE_OF,
	PIPELINES,
	STATUS_GROUPS,
} from '../../../domain/vocabulary';

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
						'The name as it appears in ModMed. Case, accents, dashes and spacing do not matter; every letter and digit does.',
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

/** @example pipelineParameter('nonSurgical') // 'nonSurgicalPipeline' */
export function pipelineParameter(key: string): string {
	return `${key}Pipeline`;
}

const pipelines = Object.entries(PIPELINES).map(([key, name]): INodeProperties => {
	const categories = MOVING_CATEGORIES.filter((category) => PIPELINE_OF[category] === key);
	return {
		displayName: name,
		name: pipelineParameter(key),
		type: 'string',
		default: name,
		description: `Name of the CRM's pipeline for: ${categories.join(', ')}`,
	};
});

const neverMoving = CATEGORIES.filter(
	(category) => !MOVING_CATEGORIES.some((moving) => moving === category),
);

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
	description: `The stage an appointment moves the opportunity to. These categories never move it: ${neverMoving.join(', ')}.`,
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
				...Object.entries(STATUS_GROUPS).map(([name, displayName]): INodeProperties => ({
					displayName,
					name,
					type: 'string',
					default: '',
					placeholder: 'e.g. Booked',
				})),
			],
		},
	],
};

export const ruleFields: INodeProperties[] = [mappings, ...pipelines, stageTable];
