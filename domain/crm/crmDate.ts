import { DateTime } from 'luxon';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UTC_MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00(:00(\.0+)?)?(Z|\+00:?00)$/;

/**
 * The day of a CRM date, `YYYY-MM-DD`, or the empty text for what is no date. The CRM stores days
 * as UTC midnights and returns them as text or as milliseconds. Anything else is a moment, whose
 * day depends on the zone.
 * @param zone IANA time zone.
 * @example toDay('2026-12-01T00:00:00.000Z') // '2026-12-01'
 * @example toDay('2026-12-01T02:30:00.000Z', 'America/New_York') // '2026-11-30'
 * @example toDay(1764547200000) // '2025-12-01'
 * @example toDay('12/01/2026') // '2026-12-01'
 */
export function toDay(value: unknown, zone = 'utc'): string {
	const millis = toMillis(value);
	if (millis !== undefined) return DateTime.fromMillis(millis, { zone: 'utc' }).toISODate() ?? '';
	if (value instanceof Date) return momentToDay(DateTime.fromJSDate(value), zone);
	if (DateTime.isDateTime(value)) return momentToDay(value, zone);
	if (typeof value !== 'string') return '';

	const text = value.trim();
	const [, midnight] = UTC_MIDNIGHT.exec(text) ?? [];
	if (midnight) return momentToDay(DateTime.fromISO(midnight, { zone: 'utc' }), 'utc');
	if (DAY.test(text)) return momentToDay(DateTime.fromISO(text, { zone: 'utc' }), 'utc');
	if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return momentToDay(DateTime.fromISO(text, { zone }), zone);
	return fromSlashes(text);
}

/** Milliseconds since 1970, as a number or as its digits. */
function toMillis(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value === 'string' && /^-?\d{9,14}$/.test(value.trim())) return Number(value);
	return undefined;
}

function momentToDay(moment: DateTime, zone: string): string {
	return moment.setZone(zone).toISODate() ?? '';
}

/** As people type it in the CRM: 12/01/2026, 2026/12/01 and the like. */
function fromSlashes(text: string): string {
	const plain = text.replace(/[./_]/g, '-');
	for (const format of ['yyyy-M-d', 'M-d-yyyy']) {
		const day = DateTime.fromFormat(plain, format, { zone: 'utc' });
		if (day.isValid) return day.toISODate();
	}
	return '';
}
