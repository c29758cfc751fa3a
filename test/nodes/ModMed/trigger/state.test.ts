import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import { startPractice } from '../../../support/pollClock';
import { PollHarness } from '../../../support/pollHarness';
import { fhirAppointment } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('the memory', () => {
	it('stays small at 10,000 appointments a week, and holds no patient', async () => {
		const weekly = 10_000;
		practice.pageSize = 5_000;
		practice.appointments = Array.from({ length: weekly }, (_, index) => {
			const lastUpdated = new Date(
				Date.UTC(2026, 2, 3, 15) + (index * 7 * 86_400_000) / weekly,
			).toISOString();
			return fhirAppointment({
				id: String(200_000 + index),
				patient: `patient-${index}`,
				lastUpdated,
			});
		});
		const poller = new PollHarness();
		await poller.activate();
		const size = JSON.stringify(poller.state).length;
		expect(Object.keys(poller.state.seen as object).length).toBeGreaterThan(1_000);
		// Two days of appointments at 40 bytes each.
		expect(size).toBeLessThan(120_000);
		expect(JSON.stringify(poller.state)).not.toContain('patient-');
	});
});
