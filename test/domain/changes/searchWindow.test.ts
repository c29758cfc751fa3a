import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
	searchDay,
	searchesSince,
	toServerTime,
	windowStart,
} from '../../../domain/changes/searchWindow';

describe('the search window', () => {
	it('begins a day early', () => {
		expect(searchDay('2026-03-01T00:30:00.000Z')).toBe('2026-02-28');
		expect(windowStart('2026-03-01T00:30:00.000Z')).toBe('2026-02-28T00:00:00.000Z');
	});

	it('is read at once where it is short and day by day where it is long', () => {
		expect(searchesSince('2026-03-05T10:00:00.000Z', '2026-03-05T11:00:00.000Z')).toEqual([
			{ lastUpdated: 'ge2026-03-04' },
		]);
		expect(searchesSince('2026-03-02T10:00:00.000Z', '2026-03-05T11:00:00.000Z')).toEqual([
			{ lastUpdated: 'eq2026-03-01', cursorAfter: '2026-03-03T00:00:00.000Z' },
			{ lastUpdated: 'eq2026-03-02', cursorAfter: '2026-03-04T00:00:00.000Z' },
			{ lastUpdated: 'ge2026-03-03' },
		]);
	});

	it('leaves no day out, wherever it is taken up again', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 40 }), fc.nat({ max: 40 }), (daysAgo, stop) => {
				const now = '2026-03-31T11:00:00.000Z';
				const cursor = new Date(Date.parse(now) - daysAgo * 86_400_000).toISOString();
				const searches = searchesSince(cursor, now);
				const { cursorAfter } = searches[Math.min(stop, searches.length - 1)] ?? {};
				if (cursorAfter === undefined) return;
				const next = searches[Math.min(stop, searches.length - 1) + 1]?.lastUpdated.slice(2);
				expect(searchDay(cursorAfter)).toBe(next);
			}),
		);
	});
});

it("has the server's time in whole seconds", () => {
	expect(toServerTime('2026-03-10T15:00:00.999Z')).toBe('2026-03-10T15:00:00.000Z');
	expect(toServerTime('2026-03-10T15:00:00.999Z', -3_600_000)).toBe('2026-03-10T14:00:00.000Z');
});
