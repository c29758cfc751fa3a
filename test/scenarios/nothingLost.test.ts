import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import nock from 'nock';

import { appointmentKey } from '../../domain/appointment/appointment';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { FakePractice } from '../support/fakePractice';
import { PollHarness } from '../support/pollHarness';
import { fhirAppointment } from '../support/practice';
import { useNock } from '../support/useNock';

useNock();

const START = Date.parse('2026-03-10T23:30:00.000Z');
const HOUR_MS = 3_600_000;
let now = START;
/** How wrong n8n's clock is. */
let skewMs = 0;

beforeEach(() => {
	now = START;
	jest.spyOn(Date, 'now').mockImplementation(() => now + skewMs);
});
afterEach(() => void jest.restoreAllMocks());

const anyEvent = fc.oneof(
	fc.record({
		kind: fc.constant('change' as const),
		id: fc.constantFrom('1', '2', '3', '4', '5'),
		status: fc.constantFrom('pending', 'booked', 'fulfilled', 'cancelled'),
	}),
	fc.record({ kind: fc.constantFrom('touch' as const), id: fc.constantFrom('1', '2', '3') }),
	fc.record({ kind: fc.constant('clock' as const), hours: fc.integer({ min: -3, max: 3 }) }),
	fc.record({ kind: fc.constantFrom('poll', 'failingPoll', 'outage', 'restart', 'crash') }),
);

/** What may happen to a practice, to n8n and to its clock in any order, a few minutes apart. */
async function runHistory(
	events: Array<typeof anyEvent extends fc.Arbitrary<infer E> ? E : never>,
): Promise<{ practice: FakePractice; poller: PollHarness; baseline: Set<string> }> {
	nock.cleanAll();
	resetProcessMemory();
	now = START;
	skewMs = 0;
	const practice = new FakePractice();
	practice.now = () => new Date(now);
	practice.pageSize = 2;
	const stamp = () => new Date(now).toISOString();
	practice.appointments = ['1', '2'].map((id) =>
		// Two of one patient, so that their order counts.
		fhirAppointment({ id, patient: 'p1', lastUpdated: stamp(), created: stamp() }),
	);
	const poller = new PollHarness();
	await poller.activate();
	const baseline = new Set(practice.appointments.map(keyOf));
	for (const event of events) {
		now += 7 * 60_000;
		poller.outcome = () => (event.kind === 'failingPoll' ? 'error' : 'success');
		practice.status = event.kind === 'outage' ? 404 : 200;
		if (event.kind === 'change' && 'status' in event) {
			const known = practice.appointments.some(({ id }) => id === event.id);
			const patient = event.id < '3' ? 'p1' : 'p2';
			if (known) practice.change(event.id, { status: event.status }, stamp());
			else {
				practice.appointments.push(
					fhirAppointment({ ...event, patient, lastUpdated: stamp(), created: stamp() }),
				);
			}
		} else if (event.kind === 'touch' && 'id' in event) {
			practice.change(event.id, { comment: String(now) }, stamp());
		} else if (event.kind === 'clock' && 'hours' in event) {
			skewMs = event.hours * HOUR_MS;
		} else if (event.kind === 'restart') {
			poller.restart();
			await poller.activate();
		} else if (event.kind === 'crash') {
			// The process dies while the execution runs: nobody hears of its end.
			poller.outcome = () => 'crashed';
			await poller.tick();
			poller.restart();
		} else {
			await poller.tick();
		}
	}
	practice.status = 200;
	poller.outcome = () => 'success';
	for (let poll = 0; poll < 3; poll++) {
		now += 5 * 60_000;
		await poller.tick();
	}
	return { practice, poller, baseline };
}

function keyOf(resource: Record<string, unknown>): string {
	const appointment = readAppointment(resource);
	return appointment ? appointmentKey(appointment) : '';
}

describe('whatever happens', () => {
	it('the last state of every appointment arrives, and nothing twice without a warning', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyEvent, { maxLength: 14 }), async (events) => {
				const { practice, poller, baseline } = await runHistory(events);
				for (const resource of practice.appointments) {
					const delivered = poller.delivered.filter(({ id }) => id === resource.id);
					const last = poller.done.filter(({ id }) => id === resource.id).at(-1)?.key;
					if (delivered.length === 0) expect(baseline.has(keyOf(resource))).toBe(true);
					else expect(last).toBe(keyOf(resource));
					delivered.forEach(({ key, lookFirst }, index) => {
						if (index > 0 && delivered[index - 1]?.key === key) expect(lookFirst).toBe(true);
					});
				}
				const polls = poller.executions.length;
				await poller.tick();
				expect(poller.executions).toHaveLength(polls);
			}),
			// The same histories each time; others on demand.
			{ numRuns: 60, seed: Number(process.env.HISTORIES_SEED ?? 7) },
		);
	}, 120_000);
});
