import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { namesAgree } from '../../../domain/patient/personName';

test.each([
	['José', 'JOSE', true],
	['', 'Anybody', true],
	["O'Hara", 'OHARA', true],
	['Anne-Marie', 'Anne Marie', true],
	['Ann', 'Anne', false],
])('%s and %s agree: %s', (one, other, agree) => {
	expect(namesAgree(one, other)).toBe(agree);
});

test('agreement of names does not depend on who is asked first', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (one, other) => {
			expect(namesAgree(one, other)).toBe(namesAgree(other, one));
			expect(namesAgree(one, one)).toBe(true);
			expect(namesAgree(one.toUpperCase(), one.toUpperCase().toLowerCase())).toBe(true);
		}),
	);
});
