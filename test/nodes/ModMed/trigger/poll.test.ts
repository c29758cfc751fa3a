import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import { at, setClock, startPractice } from '../../../support/pollClock';
import { PollHarness } from '../../../support/pollHarness';
import { fhirAppointment } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('the first activation', () => {
	it('remembers what is there and emits nothing', async () => {
		practice.appointments = [fhirAppointment({ lastUpdated: at('14:00') })];
		const poller = new PollHarness();
		await poller.activate();
		await poller.tick();
		expect(poller.executions).toEqual([]);
		expect(poller.errors).toEqual([]);
		expect(practice.asked[0]).toContain('_lastUpdated=ge2026-03-09');
	});

	it('is not stopped by an outage, and emits what changed after it', async () => {
		practice.status = 503;
		const poller = new PollHarness();
		expect(await poller.activate()).toBeNull();
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'ModMed is unavailable at the moment',
		]);
		practice.status = 200;
		practice.appointments = [
			fhirAppointment({ id: 'before', lastUpdated: at('14:59') }),
			fhirAppointment({ id: 'after', lastUpdated: at('15:02') }),
		];
		setClock('2026-03-10T15:05:00.000Z');
		poller.restart();
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['after']);
	});

	it('starts from a date, in the time zone of the workflow', async () => {
		practice.appointments = [
			fhirAppointment({ id: 'early', lastUpdated: '2026-03-10T03:59:00Z' }),
			fhirAppointment({
				id: 'late',
				lastUpdated: '2026-03-10T04:01:00Z',
				created: '2026-03-10T04:01:00Z',
			}),
		];
		const poller = new PollHarness({ options: { startFrom: '2026-03-10T00:00:00' } });
		await poller.activate();
		expect(poller.delivered).toMatchObject([{ id: 'late', reasons: ['new'], lookFirst: true }]);
		await poller.tick();
		expect(poller.delivered).toHaveLength(1);
	});

	it('reads a long gap day by day', async () => {
		practice.appointments = [
			fhirAppointment({ id: 'a', lastUpdated: '2026-03-03T12:00:00Z' }),
			fhirAppointment({ id: 'b', lastUpdated: '2026-03-06T12:00:00Z' }),
			fhirAppointment({ id: 'c', lastUpdated: '2026-03-10T12:00:00Z' }),
		];
		const poller = new PollHarness({ options: { startFrom: '2026-03-02T00:00:00Z' } });
		await poller.activate();
		expect(practice.asked.some((url) => url.includes('eq2026-03-06'))).toBe(true);
		expect(poller.delivered.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
	});
});
