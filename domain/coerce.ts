import { DateTime } from 'luxon';

import { plainLine } from './text/plainText';

/**
 * Readers for data that somebody else wrote. They never throw: what is not there, or is not what
 * it should be, reads as empty.
 */

/** The text of a text or a number, trimmed. Anything else is the empty text. */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** The same for what people have typed: one line of it, and only what can be seen. */
export function asLine(value: unknown): string {
	return plainLine(asText(value));
}

/** The value as an object to look into. Anything that is none has no properties. */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/** The objects of a list. A value that is no list is an empty one. */
export function asRecords(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/**
 * An instant as ISO 8601 in UTC to the millisecond, or the empty text.
 * @param zone Where the clock hangs that a text without an offset was read from.
 * @example asInstant('2025-05-08T15:00:00-04:00') // '2025-05-08T19:00:00.000Z'
 */
export function asInstant(value: unknown, zone = 'utc'): string {
	const instant = DateTime.fromISO(asText(value), { zone }).toUTC();
	return instant.isValid ? instant.toISO() : '';
}

/** A whole or broken number, also where it was written as a text. */
export function asNumber(value: unknown): number | null {
	const text = asText(value);
	const number = Number(text);
	return text === '' || !Number.isFinite(number) ? null : number;
}

/** Whether a value is an object to look into: neither a list nor null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
