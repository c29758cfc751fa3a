import { toDay } from './crmDate';

export type FieldValue = string | number | string[];
export type FormattedValue = { value: FieldValue } | { expected: string };

const NUMBERS = ['NUMERICAL', 'MONETORY', 'FLOAT'];
const LISTS = ['MULTIPLE_OPTIONS', 'CHECKBOX'];
/** Letters. No amount is longer, and nothing longer is searched. */
const MAX_NUMBER_LENGTH = 50;
const UNSUPPORTED = ['FILE_UPLOAD', 'SIGNATURE', 'TEXTBOX_LIST'];

/**
 * A value as the CRM accepts it for a custom field of that data type, or what it would accept. Null
 * or an empty text empties the field, whatever its type.
 * @param zone IANA time zone that makes a day of a moment.
 * Source: https://marketplace.gohighlevel.com/docs/ghl/contacts/update-contact
 * @example formatFieldValue('DATE', '2026-12-01T09:30:00-05:00', 'America/New_York')
 * // { value: '2026-12-01' }
 * @example formatFieldValue('MONETORY', 'much', 'utc') // { expected: 'a number' }
 */
export function formatFieldValue(dataType: string, value: unknown, zone: string): FormattedValue {
	if (UNSUPPORTED.includes(dataType))
		return { expected: 'a value that only people can enter in the CRM' };
	if (isNothing(value)) return { value: '' };
	if (dataType === 'DATE') return expecting('a date such as 2026-12-01', toDay(value, zone));
	if (NUMBERS.includes(dataType)) return expecting('a number', toNumber(value));
	if (LISTS.includes(dataType)) return { value: toList(value) };
	return expecting('a text', toText(value));
}

/**
 * Whether a field holds a formatted value already, in whichever form the CRM returns it.
 * @example sameFieldValue('MONETORY', '$1,083.63', 1083.63) // true
 */
export function sameFieldValue(dataType: string, present: unknown, wanted: FieldValue): boolean {
	if (isNothing(present) || isNothing(wanted)) return isNothing(present) && isNothing(wanted);
	if (dataType === 'DATE') return toDay(present) === wanted;
	if (NUMBERS.includes(dataType)) return toNumber(present) === wanted;
	if (LISTS.includes(dataType)) {
		return toList(present).sort().join('\n') === toList(wanted).sort().join('\n');
	}
	return plainText(toText(present)) === plainText(toText(wanted));
}

/**
 * A field's value for people to read: days without a time, everything else as it is.
 * @example readFieldValue('DATE', 1764547200000) // '2025-12-01'
 */
export function readFieldValue(dataType: string, present: unknown): unknown {
	return dataType === 'DATE' && !isNothing(present) ? toDay(present) || present : present;
}

/**
 * How a day and an empty value are written to the CRM. Its documentation does not say which.
 * Source: https://marketplace.gohighlevel.com/docs/ghl/contacts/update-contact
 */
export interface FieldEncoding {
	empty: '' | null;
	/** Appended to a day. */
	dayEnd: '' | 'T00:00:00.000Z';
}

/** The likeliest first. */
export const FIELD_ENCODINGS: readonly FieldEncoding[] = [
	{ empty: '', dayEnd: '' },
	{ empty: null, dayEnd: '' },
	{ empty: '', dayEnd: 'T00:00:00.000Z' },
	{ empty: null, dayEnd: 'T00:00:00.000Z' },
];

/**
 * A formatted value in one of the encodings that the CRM may take.
 * @example encode('DATE', '2026-12-01', { empty: '', dayEnd: 'T00:00:00.000Z' })
 * // '2026-12-01T00:00:00.000Z'
 * @example encode('TEXT', '', { empty: null, dayEnd: '' }) // null
 */
export function encode(
	dataType: string,
	value: FieldValue,
	{ empty, dayEnd }: FieldEncoding,
): FieldValue | null {
	if (value === '') return empty;
	return dataType === 'DATE' ? `${String(value)}${dayEnd}` : value;
}

function expecting(expected: string, value: string | number | undefined): FormattedValue {
	return value === undefined || value === '' ? { expected } : { value };
}

function isNothing(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > MAX_NUMBER_LENGTH) return undefined;
	const plain = value.replace(/[$,\s]/g, '');
	return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

function toList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(plainValue) : plainValue(value).split(',');
	return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

function toText(value: unknown): string | undefined {
	if (Array.isArray(value)) return toList(value).join(', ');
	return typeof value === 'object' ? undefined : plainValue(value);
}

/** Anything that is no text, number or boolean reads as the empty text. */
function plainValue(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function plainText(text: string | undefined): string | undefined {
	return text?.replace(/\r\n/g, '\n').trim();
}
