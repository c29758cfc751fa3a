import { describe, expect, test } from '@jest/globals';

import { planMove } from '../../../domain/sync/opportunityMove';

describe('planMove', () => {
	const stages = [
		{ id: 's1', name: 'New' },
		{ id: 's2', name: 'Booked' },
	];
	const pipeline = { id: 'p', name: 'Surgical Pipeline', stages };
	const one = (stageId: string, status = 'open', id = 'o') => ({ id, stageId, status });

	test.each([
		[[one('s1')], true, 'Moves from New to Booked in Surgical Pipeline.'],
		[[one('gone')], true, 'Moves to Booked in Surgical Pipeline.'],
		[[one('s2')], false, 'Already in Booked in Surgical Pipeline.'],
		[[], false, 'No opportunity in Surgical Pipeline'],
		[[one('s1'), one('s1', 'open', 'o2')], false, 'Several opportunities'],
		[[one('s1', 'lost'), one('s1', 'open', 'o2')], true, 'Moves from New'],
	])('%o', (opportunities, willMove, outcome) => {
		const plan = planMove(opportunities, pipeline, stages[1]!);
		expect(plan.willMove).toBe(willMove);
		expect(plan.outcome).toContain(outcome);
	});

	test.each([
		['New, which comes before it', 's1', true, 'Moves from New to Booked in Surgical Pipeline, as'],
		['Done, which is named', 's3', true, 'Moves from Done to Booked'],
		["the practice's own stage after it", 's4', false, 'Booked again.'],
		['a stage that is gone', 'gone', true, 'Moves to Booked'],
		['the stage itself', 's2', false, 'Booked again.'],
	])('back only from certain stages: from %s', (_, stageId, willMove, outcome) => {
		const more = [
			{ id: 's3', name: 'Done' },
			{ id: 's4', name: 'Deposit paid' },
		];
		const practices = { ...pipeline, stages: [...stages, ...more] };
		const condition = { backOnlyFrom: ['done ', 'Lost'], otherwise: 'Booked again.' };
		const plan = planMove([one(stageId)], practices, stages[1]!, condition);
		expect(plan.willMove).toBe(willMove);
		expect(plan.outcome).toContain(outcome);
		expect(planMove([], practices, stages[1]!, condition).outcome).toBe('Booked again.');
	});
});
