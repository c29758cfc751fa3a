import { asText } from '../coerce';
import type { MovingCategory, Pipelines, StageTable } from '../vocabulary';
import { MOVING_CATEGORIES, PIPELINE_OF } from '../vocabulary';

/**
 * The practice's name for the pipeline of a category.
 * @example pipelineOf('Surgical Consult', { surgical: 'Surgery', nonSurgical: 'Spa' }) // 'Surgery'
 */
export function pipelineOf(category: MovingCategory, pipelines: Pipelines): string {
	return pipelines[PIPELINE_OF[category]];
}

/**
 * The stages that a stage table has for a pipeline, each once.
 * @param pipeline The practice's name for it.
 */
export function stagesOf(pipeline: string, stageTable: StageTable, pipelines: Pipelines): string[] {
	const stages = MOVING_CATEGORIES.filter(
		(category) => pipelineOf(category, pipelines) === pipeline,
	).flatMap((category) => Object.values(stageTable[category]));
	return [...new Set(stages.map((stage) => stage.trim()).filter((stage) => stage !== ''))];
}

/** The stage table that stands in the rows of a Category Mapper. What is not entered is empty. */
export function readStageTable(rows: ReadonlyArray<Record<string, unknown>>): StageTable {
	const entries = MOVING_CATEGORIES.map((category) => {
		const row = rows.find((one) => one.category === category) ?? {};
		const stages = {
			scheduled: asText(row.scheduled),
			completed: asText(row.completed),
			cancelled: asText(row.cancelled),
		};
		return [category, stages];
	});
	return Object.fromEntries(entries) as StageTable;
}
