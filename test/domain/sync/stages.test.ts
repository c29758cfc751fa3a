import { describe, expect, it } from '@jest/globals';

import { pipelineOf, stagesOf } from '../../../domain/sync/stages';
import { DEFAULT_STAGE_TABLE } from '../../../domain/vocabulary';

const pipelines = { surgical: 'Surgery', nonSurgical: 'Spa' };

describe('pipelineOf', () => {
	it("is the practice's own name", () => {
		expect(pipelineOf('Surgical Appointment', pipelines)).toBe('Surgery');
		expect(pipelineOf('Non-Surgical Consult', pipelines)).toBe('Spa');
	});
});

describe('stagesOf', () => {
	it('lists each stage of a pipeline once, and no empty one', () => {
		const stageTable = structuredClone(DEFAULT_STAGE_TABLE);
		stageTable['Non-Surgical Consult'].completed = ' ';
		stageTable['Non-Surgical Appointment'].completed = ' Regular ';
		expect(stagesOf('Spa', stageTable, pipelines)).toEqual([
			'Booked',
			'Cancelled / No-Show',
			'Regular',
		]);
		expect(stagesOf('Elsewhere', stageTable, pipelines)).toEqual([]);
	});

	it('joins the stages of both where a practice has one pipeline for all', () => {
		const one = { surgical: 'All', nonSurgical: 'All' };
		expect(stagesOf('All', DEFAULT_STAGE_TABLE, one)).toHaveLength(7);
	});
});
