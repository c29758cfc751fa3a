import { describe, expect, test } from '@jest/globals';

import { seed } from '../../../../sandbox';
import { callsDuring } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { useCrm } from '../support/useCrm';

const SURGICAL = seed.PIPELINES.surgical.name;
const crm = useCrm();

describe('Opportunity', () => {
	const target = (pipeline: string, stage: string, more = {}) => ({
		pipeline: { __rl: true, mode: 'name', value: pipeline },
		stage: { __rl: true, mode: 'name', value: stage },
		...more,
	});

	test('is found and moved with one call each, and not moved again', async () => {
		const calls = await callsDuring(crm.sandbox, async () => {
			const found = await crm.run('opportunity', 'find', target(SURGICAL, 'consult booked'));
			expect(found).toMatchObject({ willMove: true, targetStage: 'Consult Booked' });
			expect(found.outcome).toMatch(/^Moves from .* to Consult Booked in Surgical Pipeline\.$/);
			const moved = await crm.run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
			expect(moved).toMatchObject({ moved: true, opportunityId: found.opportunityId });
		});
		expect(
			calls.map((call) => call.replace(/[^/]+$/, (id) => (id === 'search' ? id : '*'))),
		).toEqual(['GET /opportunities/search', 'PUT /opportunities/*']);
		expect(await crm.run('opportunity', 'move', target(SURGICAL, 'Consult Booked'))).toMatchObject({
			moved: false,
			outcome: 'Already in Consult Booked in Surgical Pipeline.',
		});
	});

	test('without a pipeline nothing is asked and the reason given is the outcome', async () => {
		const calls = await callsDuring(crm.sandbox, async () => {
			const parameters = target('', '', { reasonForNoMove: 'Pre-Op never moves.' });
			expect(await crm.run('opportunity', 'find', parameters)).toMatchObject({
				opportunityId: null,
				willMove: false,
				outcome: 'Pre-Op never moves.',
			});
			expect(await crm.run('opportunity', 'move', parameters)).toMatchObject({ moved: false });
		});
		expect(calls).toEqual([]);
	});

	test('goes back from the stages named only, and gives the reason where it stays', async () => {
		await crm.run('opportunity', 'move', target(SURGICAL, 'Surgery Scheduled'));
		crm.startNewExecution();
		const back = (backOnlyFrom: unknown) =>
			target(SURGICAL, 'Consult Booked', { reasonForNoMove: 'Booked again.', backOnlyFrom });
		const stays = await crm.run('opportunity', 'move', back('Consult Complete, Surgery Complete'));
		expect(stays).toMatchObject({ moved: false, outcome: 'Booked again.' });
		const moves = await crm.run(
			'opportunity',
			'move',
			back(['Consult Complete', 'surgery scheduled']),
		);
		expect(moves).toMatchObject({ moved: true, targetStage: 'Consult Booked' });
	});

	test('none and several move nothing', async () => {
		crm.contactId = crm.sandbox.location.contactNamed('Gus Dummyman').id;
		const none = await crm.run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(none).toMatchObject({ moved: false, opportunityId: null });
		expect(none.outcome).toContain('Create one there');
		crm.sandbox.location.addOpportunity({ contactId: crm.contactId, pipeline: SURGICAL });
		crm.sandbox.location.addOpportunity({ contactId: crm.contactId, pipeline: SURGICAL });
		crm.startNewExecution();
		const several = await crm.run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(several.outcome).toContain('Several opportunities');
	});

	test('an unknown pipeline or stage is named with the known ones', async () => {
		const pipeline = await refusalOf(crm.run('opportunity', 'find', target('Surgery', 'Booked')));
		expect(pipeline.message).toContain('\'Pipeline\' named "Surgery"');
		expect(pipeline.description).toContain(SURGICAL);
		const stage = await refusalOf(crm.run('opportunity', 'move', target(SURGICAL, 'Bocked')));
		expect(stage.message).toContain('\'Stage\' named "Bocked" in Surgical Pipeline');
		expect(stage.description).toContain('Consult Booked');
	});

	test('a lost answer is looked up', async () => {
		crm.loseAnswer('PUT', '/opportunities/*');
		await crm.run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(crm.sandbox.journal.count({ method: 'PUT', path: '/opportunities' })).toBe(1);
	});
});
