import { describe, expect, it } from '@jest/globals';

import { localDate, localMoment } from '../../../domain/sync/practiceTime';

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
