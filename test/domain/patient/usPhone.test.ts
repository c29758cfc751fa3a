import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { phoneDigits, usPhone } from '../../../domain/patient/usPhone';

describe('usPhone', () => {
	it('gives ten digits however a number is written, and nothing for anything else', () => {
		const digits = fc.stringMatching(/^[2-9]\d{9}$/).filter((text) => !/^(\d)\1{9}$/.test(text));
		fc.assert(
			fc.property(digits, fc.constantFrom('', '1', '+1 ', '1-'), (number, prefix) => {
				const written = `${prefix}(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`;
				expect(usPhone(written)).toBe(number);
				expect(phoneDigits(written)).toBe(number);
			}),
		);
		for (const none of ['0000000000', '+44 20 7946 0958', '5550101', '']) {
			expect(usPhone(none)).toBe('');
		}
	});
});
