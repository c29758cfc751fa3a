import { DateTime } from 'luxon';

import { plainLine } from './text/plainText';

/**
 * Readers for data from other systems. They never throw: what is missing or malformed reads as
 * empty.
 */

/**
 * A text or a number as trimmed text. Anything else is the empty text.
 * @example asText(' 42 ') // '42'
 * @example asText(42) // '42'
 * @example asText({}) // ''
 */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/**
 * What people typed as one line of visible text.
 * @example asLine('Main\nStreet') // 'Main Street'
 */
export function asLine(value: unknown): string {
	return plainLine(asText(value));
}

/**
 * An object. Anything else is one without properties.
 * @example asRecord([1]) // {}
 */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/**
 * The objects of a list. Anything else is an empty list.
 * @example asRecords([{ id: 1 }, 'two']) // [{ id: 1 }]
 */
export function asRecords(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/**
 * An instant as ISO 8601 in UTC to the millisecond, or the empty text.
 * @param zone IANA time zone of a text without an offset.
 * @example asInstant('2025-05-08T15:00:00-04:00') // '2025-05-08T19:00:00.000Z'
 */
export function asInstant(value: unknown, zone = 'utc'): string {
	const instant = DateTime.fromISO(asText(value), { zone }).toUTC();
	return instant.isValid ? instant.toISO() : '';
}

/**
 * A finite number, from a text too; null for anything else.
 * @example asNumber(' 1.5 ') // 1.5
 * @example asNumber('') // null
 */
export function asNumber(value: unknown): number | null {
	const text = asText(value);
	const number = Number(text);
	return text === '' || !Number.isFinite(number) ? null : number;
}

/** Whether a value is an object to look into: neither a list nor null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
