import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Mapping } from '../../domain/appointment/category';
import { readCategory } from '../../domain/appointment/category';
import type { PracticeRules } from '../../domain/sync/syncPlan';
import type { Pipelines, Stages, StageTable } from '../../domain/vocabulary';
import { CATEGORIES, MOVING_CATEGORIES, PIPELINES } from '../../domain/vocabulary';
import { pipelineParameter } from './descriptions/ruleFields';

interface MappingRow {
	appointmentType?: string;
	category?: string;
}

type StageRow = Partial<Stages> & { category?: string };

const NO_STAGES: Stages = { scheduled: '', completed: '', cancelled: '' };

/** What the practice has set, read once: the parameters hold for all items of a run. */
export function readPracticeRules(this: IExecuteFunctions): PracticeRules {
	const rows = this.getNodeParameter('mappings.mapping', 0, []) as MappingRow[];
	const stages = this.getNodeParameter('stages.row', 0, []) as StageRow[];
	return {
		mappings: rows.flatMap((row) => readMapping.call(this, row)),
		pipelines: Object.fromEntries(
			Object.keys(PIPELINES).map((key) => [key, this.getNodeParameter(pipelineParameter(key), 0)]),
		) as Pipelines,
		stageTable: Object.fromEntries(
			MOVING_CATEGORIES.map((category) => [
				category,
				{ ...NO_STAGES, ...stages.find((row) => row.category === category) },
			]),
		) as StageTable,
	};
}

function readMapping(this: IExecuteFunctions, row: MappingRow): Mapping[] {
	const appointmentType = (row.appointmentType ?? '').trim();
	if (appointmentType === '') return [];

	const category = readCategory(row.category ?? '');
	if (category === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			`"${row.category}" is not a category ('Category' of "${appointmentType}" in 'Appointment Types')`,
			{ description: `Choose one of: ${CATEGORIES.join(', ')}.` },
		);
	}
	return [{ appointmentType, category }];
}
