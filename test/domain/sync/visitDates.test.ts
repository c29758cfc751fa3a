import { describe, expect, it } from '@jest/globals';

import { visitDates } from '../../../domain/sync/visitDates';
import { appointment, clock } from '../people';

const visit = (given: Parameters<typeof appointment>[0]) => ({
	...appointment(given),
	category: 'Non-Surgical Appointment' as const,
});

describe('visitDates', () => {
	it('takes the earliest confirmed visit from today on as the next', () => {
		const visits = [
			visit({ id: '1', start: '2026-12-20T15:00:00.000Z' }),
			visit({ id: '2', start: '2026-12-05T15:00:00.000Z' }),
			visit({ id: '3', start: '2026-11-05T15:00:00.000Z' }),
			visit({ id: '4', status: 'pending', start: '2026-12-02T15:00:00.000Z' }),
		];
		expect(visitDates(visits, clock)).toEqual({ next: '2026-12-05', last: '' });
	});

	it('keeps no cancelled visit and none that is over as the next', () => {
		const visits = [
			visit({ id: '1', status: 'cancelled' }),
			visit({ id: '2', status: 'fulfilled', start: '2026-12-01T14:00:00.000Z' }),
		];
		expect(visitDates(visits, clock)).toEqual({ next: '', last: '2026-12-01' });
	});

	it('takes the latest completed visit as the last, whatever order ModMed lists them in', () => {
		const visits = ['2026-10-01', '2026-11-09', '2026-09-30'].map((day, index) =>
			visit({ id: String(index), status: 'fulfilled', start: `${day}T15:00:00.000Z` }),
		);
		expect(visitDates(visits, clock).last).toBe('2026-11-09');
	});

	it("does not take a calendar block for a patient's visit", () => {
		const block = { ...appointment(), category: 'Block' as const };
		expect(visitDates([block], clock)).toEqual({ next: '', last: '' });
	});
});
