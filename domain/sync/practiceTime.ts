import { DateTime } from 'luxon';

/** The present moment at the practice: an IANA time zone, and ISO 8601. */
export interface PracticeClock {
	zone: string;
	now: string;
}

/**
 * The practice's local date of a moment, `YYYY-MM-DD`, or an empty text where there is none.
 * @example localDate('2026-12-01T02:30:00.000Z', 'America/New_York') // '2026-11-30'
 */
export function localDate(moment: string, zone: string): string {
	const local = DateTime.fromISO(moment, { zone });
	return local.isValid ? local.toISODate() : '';
}

/**
 * A moment as a note shows it, or an empty text where there is none.
 * @example localMoment('2026-12-01T14:30:00.000Z', 'America/New_York')
 * // 'Tue, Dec 1, 2026, 9:30 AM (America/New_York)'
 */
export function localMoment(moment: string, zone: string): string {
	const local = DateTime.fromISO(moment, { zone, locale: 'en-US' });
	return local.isValid ? `${local.toFormat('ccc, LLL d, yyyy, h:mm a')} (${zone})` : '';
}
