import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { NamedAppointment } from '../../../domain/appointment/appointment';
import type { SyncPlan } from '../../../domain/sync/syncPlan';
import { planSync } from '../../../domain/sync/syncPlan';
import { appointment, clock, rules } from '../people';

function plan(event: NamedAppointment, all: NamedAppointment[] = []): SyncPlan {
	const planned = planSync(event, all, rules, clock);
	if ('unmapped' in planned) throw new Error(`unmapped: ${planned.unmapped}`);
	return planned;
}

describe('planSync', () => {
	it('plans everything a confirmed visit calls for', () => {
		expect(plan(appointment({ description: 'Forehead' }))).toEqual({
			moves: true,
			pipeline: 'Non-Surgical Pipeline',
			stage: 'Booked',
			category: 'Non-Surgical Appointment',
			note: [
				'ModMed appointment: Confirmed',
				'Status: Confirmed',
				'Type: Botox',
				'Category: Non-Surgical Appointment',
				'Provider: Dr. Ada Sample',
				'Location: Main Street',
				'When: Thu, Dec 3, 2026, 10:00 AM (America/New_York)',
				'Description: Forehead',
			].join('\n'),
			fields: {
				'ModMed Patient ID': '900',
				'Next Visit Date': '2026-12-03',
				'ModMed Appt Status': 'Confirmed',
				'ModMed Appt Type': 'Botox',
				'ModMed Appt Description': 'Forehead',
				'ModMed Provider': 'Dr. Ada Sample',
				'ModMed Location': 'Main Street',
				'Appointment Category': 'Non-Surgical Appointment',
			},
			tags: { add: ['Appointment Booked'], remove: ['Cancel/No-Show'] },
		});
	});

	it('takes a completed visit off the booked ones, so that the next booking counts anew', () => {
		const { tags, fields } = plan(
			appointment({ status: 'fulfilled', start: '2026-12-01T14:00:00.000Z' }),
		);
		expect(tags).toEqual({ add: ['Patient'], remove: ['Appointment Booked', 'Cancel/No-Show'] });
		expect(fields).toMatchObject({ 'Last Visit Date': '2026-12-01', 'Next Visit Date': null });
	});

	it('does not call a patient lost who has booked again', () => {
		const rebooked = appointment({ id: '2', created: '2026-12-01T16:00:00.000Z' });
		const { tags, moves } = plan(appointment({ status: 'cancelled' }), [rebooked]);
		expect(moves).toBe(false);
		expect(tags).toEqual({ add: [], remove: ['Cancel/No-Show'] });
	});

	it('calls a patient lost once every visit is cancelled, whichever was cancelled first', () => {
		const [first, last] = ['2026-12-01T16:00:00.000Z', '2026-12-01T16:30:00.000Z'];
		const late = {
			id: '2',
			created: '2026-11-25T15:00:00.000Z',
			start: '2026-12-10T15:00:00.000Z',
		};
		const both = [
			appointment({ status: 'cancelled', lastUpdated: last }),
			appointment({ ...late, status: 'cancelled', lastUpdated: first }),
		];
		for (const one of both) {
			expect(plan(one, both).tags).toEqual({
				add: ['Cancel/No-Show'],
				remove: ['Appointment Booked'],
			});
		}
	});

	it.each(['Pre-Op Visit', 'Post-Op Visit', 'Hold'])('leaves the tags alone for %s', (typeName) => {
		for (const status of ['booked', 'fulfilled', 'cancelled']) {
			expect(plan(appointment({ typeName, status })).tags).toEqual({ add: [], remove: [] });
		}
	});

	it('keeps the fields of a later change, and brings the dates up to date all the same', () => {
		const later = appointment({
			id: '2',
			lastUpdated: '2026-12-01T16:59:00.000Z',
			status: 'pending',
		});
		expect(plan(appointment(), [later]).fields).toEqual({
			'ModMed Patient ID': '900',
			'Next Visit Date': '2026-12-03',
		});
	});

	it('ignores what ModMed lists of the appointment itself and of types nobody has mapped', () => {
		const event = appointment();
		const unmapped = appointment({
			id: '3',
			typeName: 'New Laser',
			lastUpdated: '2026-12-01T16:59:00.000Z',
		});
		const older = { ...event, status: 'pending' };
		expect(plan(event, [older, unmapped])).toEqual(plan(event));
	});
});

describe('the stage', () => {
	const iso = (minute: number) => new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString();
	const history = fc.uniqueArray(
		fc.record({
			id: fc.integer({ min: 1, max: 99 }).map(String),
			status: fc.constantFrom('pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'),
			typeName: fc.constantFrom(
				'Rhinoplasty Consult',
				'Rhinoplasty',
				'Botox',
				'Pre-Op Visit',
				'Unknown',
			),
			start: fc.integer({ min: 0, max: 86_400 }).map(iso),
			created: fc.integer({ min: 0, max: 43_200 }).map(iso),
			lastUpdated: fc.integer({ min: 0, max: 43_200 }).map(iso),
		}),
		{ selector: ({ id }) => id, minLength: 1, maxLength: 7 },
	);

	it('is decided by one appointment of its pipeline', () => {
		fc.assert(
			fc.property(history, (given) => {
				const all = given
					.map((one) => appointment({ ...one, typeName: 'Botox' }))
					.filter(({ status }) => status !== 'arrived');
				const deciding = all.filter((event) => plan(event, all).moves);
				expect(deciding).toHaveLength(Math.min(all.length, 1));
			}),
			{ numRuns: 3000 },
		);
	});
});
