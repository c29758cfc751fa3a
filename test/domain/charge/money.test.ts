import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { toAmount, toCents } from '../../../domain/charge/money';

describe('toCents', () => {
	it.each([
		[83.63, 8363],
		['83.63', 8363],
		['$1,083.6', 108360],
		[0.1 + 0.2, 30],
		[1.005, 101],
		['.5', 50],
		['-12.50', -1250],
		[0, 0],
		['', null],
		['-', null],
		['twelve', null],
		['1.2.3', null],
		[Number.NaN, null],
		[null, null],
		[{}, null],
	])('reads %j as %j', (value, cents) => {
		expect(toCents(value)).toBe(cents);
	});

	it('reads back every amount, as a number and as a text', () => {
		fc.assert(
			fc.property(fc.integer({ min: -(10 ** 10), max: 10 ** 10 }), (cents) => {
				expect(toCents(toAmount(cents))).toBe(cents);
				expect(toCents(toAmount(cents).toFixed(2))).toBe(cents);
			}),
		);
	});
});
