import type { INodeProperties } from 'n8n-workflow';

import { stagesOf } from '../../../../domain/sync/stages';
import { DEFAULT_STAGE_TABLE, PIPELINES } from '../../../../domain/vocabulary';

const ROWS = Object.values(PIPELINES).map((pipeline) => ({
	pipeline,
	stages: stagesOf(pipeline, DEFAULT_STAGE_TABLE, PIPELINES).join(', '),
}));

export const checkFields: INodeProperties[] = [
	{
		displayName: 'Category Mapper',
		name: 'categoryMapper',
		type: 'json',
		default: '',
		placeholder: "e.g. {{ $('Category Mapper').params }}",
		description:
			"The parameters of a Category Mapper, whose pipelines and stages have to be there. They replace 'Pipelines'.",
	},
	{
		displayName: 'Pipelines',
		name: 'pipelines',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Pipeline' },
		default: { row: ROWS },
		placeholder: 'Add Pipeline',
		description: 'Pipelines and stages that have to exist',
		options: [
			{
				displayName: 'Pipeline',
				name: 'row',
				values: [
					{
						displayName: 'Pipeline',
						name: 'pipeline',
						type: 'string',
						default: '',
						placeholder: 'e.g. Surgical Pipeline',
					},
					{
						displayName: 'Stages',
						name: 'stages',
						type: 'string',
						default: '',
						placeholder: 'e.g. Booked, Patient',
						description: 'Separate names with commas, or use an expression that returns a list',
					},
				],
			},
		],
	},
];
