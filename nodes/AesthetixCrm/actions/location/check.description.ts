import type { INodeProperties } from 'n8n-workflow';

import { stagesOf } from '../../../../domain/sync/stages';
import { DEFAULT_STAGE_TABLE, PIPELINES } from '../../../../domain/vocabulary';

const ROWS = Object.values(PIPELINES).map((pipeline) => ({
	pipeline,
	stages: stagesOf(pipeline, DEFAULT_STAGE_TABLE, PIPELINES).join(', '),
}));

export const checkFields: INodeProperties[] = [
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
