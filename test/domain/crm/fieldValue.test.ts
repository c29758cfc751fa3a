import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	FIELD_ENCODINGS,
	encode,
	formatFieldValue,
	sameFieldValue,
} from '../../../domain/crm/fieldValue';

const ZONE = 'America/New_York';

const day = fc
	.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

test('a day is recognised in every form in which the CRM may return it', () => {
	fc.assert(
		fc.property(day, (date) => {
			const millis = DateTime.fromISO(date, { zone: 'utc' }).toMillis();
			for (const form of [date, `${date}T00:00:00.000Z`, millis, date.replaceAll('-', '/')]) {
				expect(sameFieldValue('DATE', form, date)).toBe(true);
				expect(formatFieldValue('DATE', form, ZONE)).toEqual({ value: date });
			}
		}),
	);
});

test('what has been written is the same when it is read back', () => {
	const types = fc.constantFrom('TEXT', 'LARGE_TEXT', 'NUMERICAL', 'MONETORY', 'CHECKBOX', 'RADIO');
	fc.assert(
		fc.property(types, fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (type, value) => {
			const formatted = formatFieldValue(type, value, ZONE);
			if (!('value' in formatted)) return;
			expect(sameFieldValue(type, formatted.value, formatted.value)).toBe(true);
			expect(formatFieldValue(type, formatted.value, ZONE)).toEqual(formatted);
		}),
	);
});

test.each([
	['MONETORY', '$1,234.50', { value: 1234.5 }],
	['NUMERICAL', 'many', { expected: 'a number' }],
	['DATE', 'soon', { expected: 'a date such as 2026-12-01' }],
	['DATE', null, { value: '' }],
	['CHECKBOX', 'b, a, b', { value: ['b', 'a'] }],
	['TEXT', { a: 1 }, { expected: 'a text' }],
	['TEXT', 12, { value: '12' }],
])('%s takes %o as %o', (type, value, expected) => {
	expect(formatFieldValue(type, value, ZONE)).toEqual(expected);
});

test.each([
	['MONETORY', '12.50', 12.5, true],
	['NUMERICAL', 12, 13, false],
	['CHECKBOX', ['a', 'b'], ['b', 'a'], true],
	['TEXT', undefined, '', true],
	['TEXT', null, 'a', false],
	['DATE', 1_764_547_200_000, '2025-12-01', true],
])('%s holding %o is the same as %o: %s', (type, present, wanted, same) => {
	expect(sameFieldValue(type, present, wanted)).toBe(same);
});

describe('encode', () => {
	it('has several ways to write an empty value and a day, and one for everything else', () => {
		const all = (dataType: string, value: string) =>
			new Set(FIELD_ENCODINGS.map((encoding) => encode(dataType, value, encoding)));
		expect([...all('TEXT', '')]).toEqual(['', null]);
		expect([...all('DATE', '2026-12-01')]).toEqual(['2026-12-01', '2026-12-01T00:00:00.000Z']);
		expect([...all('TEXT', '2026-12-01')]).toEqual(['2026-12-01']);
	});
});
