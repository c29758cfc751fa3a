import { describe, expect, it } from '@jest/globals';

import type { NamedAppointment } from '../../../domain/appointment/appointment';
import type { Category } from '../../../domain/vocabulary';
import type { MoveDecision } from '../../../domain/sync/moveDecision';
import { decideMove } from '../../../domain/sync/moveDecision';
import { appointment, clock, rules } from '../people';

function decide(
	event: Partial<NamedAppointment>,
	others: Array<Partial<NamedAppointment>> = [],
	category: Category = 'Non-Surgical Appointment',
): MoveDecision {
	return decideMove(
		{ ...appointment(event), category },
		others.map((other, index) => ({ ...appointment({ id: `o${index}`, ...other }), category })),
		rules,
		clock,
	);
}

const S = 'Surgical Pipeline';
const N = 'Non-Surgical Pipeline';

describe("the guide's stage table", () => {
	it.each<[Category, string, string, string]>([
		['Surgical Consult', 'pending', S, 'Consult Booked'],
		['Surgical Consult', 'booked', S, 'Consult Booked'],
		['Surgical Consult', 'fulfilled', S, 'Consult Complete'],
		['Surgical Consult', 'cancelled', S, 'Cancelled / No-Show'],
		['Surgical Consult', 'noshow', S, 'Cancelled / No-Show'],
		['Surgical Appointment', 'pending', S, 'Surgery Scheduled'],
		['Surgical Appointment', 'booked', S, 'Surgery Scheduled'],
		['Surgical Appointment', 'fulfilled', S, 'Surgery Complete'],
		['Surgical Appointment', 'cancelled', S, 'Cancelled / No-Show'],
		['Surgical Appointment', 'noshow', S, 'Cancelled / No-Show'],
		['Non-Surgical Consult', 'pending', N, 'Booked'],
		['Non-Surgical Consult', 'booked', N, 'Booked'],
		['Non-Surgical Consult', 'fulfilled', N, 'Patient'],
		['Non-Surgical Consult', 'cancelled', N, 'Cancelled / No-Show'],
		['Non-Surgical Consult', 'noshow', N, 'Cancelled / No-Show'],
		['Non-Surgical Appointment', 'pending', N, 'Booked'],
		['Non-Surgical Appointment', 'booked', N, 'Booked'],
		['Non-Surgical Appointment', 'fulfilled', N, 'Patient'],
		['Non-Surgical Appointment', 'cancelled', N, 'Cancelled / No-Show'],
		['Non-Surgical Appointment', 'noshow', N, 'Cancelled / No-Show'],
	])('%s, %s: %s, %s', (category, status, pipeline, stage) => {
		expect(decide({ status }, [], category)).toEqual({ moves: true, pipeline, stage });
	});

	it.each<Category>(['Pre-Op', 'Post-Op', 'Block'])('%s never moves anything', (category) => {
		for (const status of ['pending', 'booked', 'fulfilled', 'cancelled', 'noshow']) {
			expect(decide({ status }, [], category)).toEqual({
				moves: false,
				reason: `${category} appointments never move the pipeline.`,
			});
		}
	});

	it.each(['arrived', 'checked-in', 'waitlist'])('%s moves nothing', (status) => {
		expect(decide({ status }).moves).toBe(false);
	});

	it('says so where the practice has emptied a stage', () => {
		const stageTable = structuredClone(rules.stageTable);
		stageTable['Non-Surgical Appointment'].cancelled = ' ';
		const event = {
			...appointment({ status: 'noshow' }),
			category: 'Non-Surgical Appointment' as const,
		};
		expect(decideMove(event, [], { ...rules, stageTable }, clock)).toEqual({
			moves: false,
			reason: 'The stage table has no stage for Non-Surgical Appointment when No Show.',
		});
	});
});

describe('beside other appointments of the same pipeline', () => {
	const early = '2026-12-01T10:00:00.000Z';
	const late = '2026-12-01T11:00:00.000Z';

	it.each([
		['cancelled after the rebooking', late, early],
		['cancelled before the rebooking', early, late],
	])('a visit %s moves nothing back', (_, cancelled, booked) => {
		const decision = decide({ status: 'cancelled', lastUpdated: cancelled }, [
			{ status: 'pending', lastUpdated: booked, start: '2026-12-09T15:00:00.000Z' },
		]);
		expect(decision).toMatchObject({
			moves: false,
			reason:
				'Nothing moves in Non-Surgical Pipeline: the patient has booked again (Botox, Pending, 2026-12-09).',
		});
	});

	it('the rebooking itself moves, in either order', () => {
		for (const [cancelled, booked] of [
			[early, late],
			[late, early],
		]) {
			const decision = decide({ status: 'pending', lastUpdated: booked }, [
				{ status: 'cancelled', lastUpdated: cancelled },
			]);
			expect(decision.moves).toBe(true);
		}
	});

	it('a booking nobody closed last week does not hold a cancellation up', () => {
		const decision = decide({ status: 'cancelled', lastUpdated: late }, [
			{ start: '2026-11-20T15:00:00.000Z', lastUpdated: early },
		]);
		expect(decision.moves).toBe(true);
	});

	it('a visit that ends moves although its follow-up was booked on the day', () => {
		const decision = decide(
			{ status: 'fulfilled', start: '2026-12-01T14:00:00.000Z', lastUpdated: late },
			[{ start: '2027-01-05T14:00:00.000Z', created: early, lastUpdated: early }],
		);
		expect(decision.moves).toBe(true);
	});

	it('an old visit that is corrected does not move a patient back who has booked since', () => {
		const decision = decide(
			{
				status: 'fulfilled',
				start: '2026-11-02T14:00:00.000Z',
				created: '2026-10-20T10:00:00.000Z',
				lastUpdated: late,
			},
			[{ created: '2026-11-20T10:00:00.000Z', lastUpdated: '2026-11-20T10:00:00.000Z' }],
		);
		expect(decision).toMatchObject({
			moves: false,
			reason: expect.stringContaining('since that visit'),
		});
	});

	it('of two bookings the one changed last decides', () => {
		const other = { start: '2026-12-20T15:00:00.000Z' };
		expect(decide({ lastUpdated: early }, [{ ...other, lastUpdated: late }]).moves).toBe(false);
		expect(decide({ lastUpdated: late }, [{ ...other, lastUpdated: early }]).moves).toBe(true);
	});

	it('a consult that is cancelled leaves the stage to the surgery that is still to come', () => {
		const surgery = {
			...appointment({ id: '2', lastUpdated: early }),
			category: 'Surgical Appointment' as const,
		};
		const consult = {
			...appointment({ status: 'cancelled', lastUpdated: late }),
			category: 'Surgical Consult' as const,
		};
		expect(decideMove(consult, [surgery], rules, clock)).toEqual({
			moves: false,
			reason:
				'Nothing moves in Surgical Pipeline: the patient has booked again (Botox, Confirmed, 2026-12-03).',
			pipeline: S,
			stage: 'Surgery Scheduled',
			backOnlyFrom: [
				'Consult Booked',
				'Consult Complete',
				'Cancelled / No-Show',
				'Surgery Complete',
			],
		});
	});

	it('two visits that are cancelled leave nobody at Booked, though the one made later was cancelled first', () => {
		const decision = decide({ status: 'cancelled', lastUpdated: late }, [
			{
				status: 'cancelled',
				created: '2026-11-25T15:00:00.000Z',
				start: '2026-12-10T15:00:00.000Z',
				lastUpdated: early,
			},
		]);
		expect(decision).toMatchObject({ moves: false, stage: 'Cancelled / No-Show' });
		expect(decision).toMatchObject({ backOnlyFrom: ['Booked', 'Patient'] });
	});

	it('an appointment of the other pipeline does not count', () => {
		const surgical = { ...appointment({ id: '2' }), category: 'Surgical Consult' as const };
		const event = {
			...appointment({ status: 'cancelled' }),
			category: 'Non-Surgical Consult' as const,
		};
		expect(decideMove(event, [surgical], rules, clock).moves).toBe(true);
	});
});
