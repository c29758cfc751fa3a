import type { FieldValue } from './fieldValue';

/** How a day and nothing are written. Which way the CRM takes is not documented. */
export interface FieldEncoding {
	empty: '' | null;
	/** What stands behind a day. */
	dayEnd: '' | 'T00:00:00.000Z';
}

/** The likeliest first. */
export const FIELD_ENCODINGS: readonly FieldEncoding[] = [
	{ empty: '', dayEnd: '' },
	{ empty: null, dayEnd: '' },
	{ empty: '', dayEnd: 'T00:00:00.000Z' },
	{ empty: null, dayEnd: 'T00:00:00.000Z' },
];

/** @example spell('DATE', '2026-12-01', { empty: '', dayEnd: '' }); // '2026-12-01' */
export function encode(
	dataType: string,
	value: FieldValue,
	{ empty, dayEnd }: FieldEncoding,
): FieldValue | null {
	if (value === '') return empty;
	return dataType === 'DATE' ? `${String(value)}${dayEnd}` : value;
}
