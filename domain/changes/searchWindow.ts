import { DateTime } from 'luxon';

/**
 * The first day to ask ModMed for. Its search for changes knows days only, and not in which time
 * zone one begins, so the day before the cursor's is read once more.
 * @example readingDay('2026-03-01T00:30:00.000Z') // '2026-02-28'
 */
export function searchDay(cursor: string): string {
	return DateTime.fromISO(cursor, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
}

/** The instant from which on everything is read again, wherever the server's day begins. */
export function windowStart(cursor: string): string {
	return `${searchDay(cursor)}T00:00:00.000Z`;
}

/** One question to ModMed for changes. */
export interface ChangeSearch {
	/** A condition for `_lastUpdated`. */
	lastUpdated: string;
	/** How far the cursor may move once it is answered. Undefined where it finds everything. */
	cursorAfter?: string;
}

/** A window of so many days is read at once. */
const DAYS_AT_ONCE = 3;

/**
 * The searches that find everything since a cursor. A long gap is read day by day, so that each
 * day read is a step forward however little time a poll has.
 * @example searchesSince('2026-03-05T10:00:00.000Z', '2026-03-05T11:00:00.000Z')
 * // [{ lastUpdated: 'ge2026-03-04' }]
 */
export function searchesSince(cursor: string, now: string): ChangeSearch[] {
	const searches: ChangeSearch[] = [];
	const lastLong = DateTime.fromISO(now, { zone: 'utc' }).minus({ days: DAYS_AT_ONCE });
	let day = DateTime.fromISO(searchDay(cursor), { zone: 'utc' });
	while (day < lastLong) {
		const next = day.plus({ days: 1 });
		searches.push({
			lastUpdated: `eq${day.toFormat('yyyy-MM-dd')}`,
			// The day before the cursor's is read again, so the day after the next comes next.
			cursorAfter: next.plus({ days: 1 }).toISO() ?? undefined,
		});
		day = next;
	}
	return [...searches, { lastUpdated: `ge${day.toFormat('yyyy-MM-dd')}` }];
}

/**
 * An instant of our clock by the clock of another computer, to the whole second below: its own
 * times have no more, so what happened in the same second is not taken for earlier.
 * @param aheadMs How many milliseconds the other clock is ahead of ours.
 * @example toServerTime('2026-03-10T16:00:00.400Z', -3_600_000) // '2026-03-10T15:00:00.000Z'
 */
export function toServerTime(instant: string, aheadMs = 0): string {
	const seconds = Math.floor((Date.parse(instant) + aheadMs) / 1000);
	return new Date(seconds * 1000).toISOString();
}
