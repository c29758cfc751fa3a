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

describe('a manual run', () => {
	it('shows one recent sample and changes nothing', async () => {
		practice.appointments = [
			fhirAppointment({ id: '1', lastUpdated: '2026-03-05T10:00:00Z' }),
			fhirAppointment({ id: '2', lastUpdated: '2026-03-06T10:00:00Z' }),
		];
		const poller = new PollHarness();
		const result = await poller.tick('manual');
		expect(result?.[0]?.map(({ json }) => json.id)).toEqual(['2']);
		expect(poller.executions).toEqual([]);
		expect(poller.state ?? {}).toEqual({});
	});

	it('says why it cannot show any', async () => {
		await expect(new PollHarness().tick('manual')).rejects.toThrow('no recent event');
		practice.status = 404;
		await expect(new PollHarness().tick('manual')).rejects.toThrow('does not know this practice');
	});
});
