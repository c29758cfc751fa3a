import { DateTime } from 'luxon';

/**
 * The first day to search ModMed for changes, `YYYY-MM-DD`. Its search takes days only and does not
 * say in which time zone they begin, so it starts one day before the cursor (ISO 8601).
 * @example searchDay('2026-03-01T00:30:00.000Z') // '2026-02-28'
 */
export function searchDay(cursor: string): string {
	return DateTime.fromISO(cursor, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
}

/**
 * The instant from which everything is read again, wherever the server's day begins.
 * @example windowStart('2026-03-01T00:30:00.000Z') // '2026-02-28T00:00:00.000Z'
 */
export function windowStart(cursor: string): string {
	return `${searchDay(cursor)}T00:00:00.000Z`;
}

/** One search for changes. */
export interface ChangeSearch {
	/** The value of the search parameter `_lastUpdated`. */
	lastUpdated: string;
	/** Where the cursor may move afterwards. Undefined where the search reaches up to now. */
	cursorAfter?: string;
}

/** A longer gap is read day by day. */
const MAX_DAYS_PER_SEARCH = 3;

/**
 * The searches that find every change since a cursor. A long gap is read day by day, so that a
 * poll gets ahead however little time it has.
 * Source: https://hl7.org/fhir/R4/search.html#date
 * @param cursor ISO 8601, as is `now`.
 * @example searchesSince('2026-03-05T10:00:00.000Z', '2026-03-05T11:00:00.000Z')
 * // [{ lastUpdated: 'ge2026-03-04' }]
 */
export function searchesSince(cursor: string, now: string): ChangeSearch[] {
	const searches: ChangeSearch[] = [];
	const lastLong = DateTime.fromISO(now, { zone: 'utc' }).minus({ days: MAX_DAYS_PER_SEARCH });
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
 * @param clockOffsetMs How many milliseconds the other clock is ahead of ours.
 * @example toServerTime('2026-03-10T16:00:00.400Z', -3_600_000) // '2026-03-10T15:00:00.000Z'
 */
export function toServerTime(instant: string, clockOffsetMs = 0): string {
	const seconds = Math.floor((Date.parse(instant) + clockOffsetMs) / 1000);
	return new Date(seconds * 1000).toISOString();
}
