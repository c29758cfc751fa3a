import { describe, expect, it } from '@jest/globals';

import { localDate, localMoment } from '../../domain/sync/practiceTime';
import { visitDates } from '../../domain/sync/visitDates';
import { appointment, clock } from './people';

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

describe('practice time', () => {
	it.each([
		['2026-12-02T02:30:00.000Z', 'America/New_York', '2026-12-01'],
		['2026-12-02T02:30:00.000Z', 'Europe/Berlin', '2026-12-02'],
		// The night the clocks go forward and the one they go back, each just before midnight.
		['2026-03-09T03:59:00.000Z', 'America/New_York', '2026-03-08'],
		['2026-11-02T04:59:00.000Z', 'America/New_York', '2026-11-01'],
	])('%s in %s falls on %s', (moment, zone, date) => {
		expect(localDate(moment, zone)).toBe(date);
	});

	it('has no date where ModMed gave no time', () => {
		expect(localDate('', 'America/New_York')).toBe('');
		expect(localMoment('', 'America/New_York')).toBe('');
	});

	it('names the zone in words for people', () => {
		expect(localMoment('2026-12-01T14:30:00.000Z', 'America/New_York')).toBe(
			'Tue, Dec 1, 2026, 9:30 AM (America/New_York)',
		);
	});
});
