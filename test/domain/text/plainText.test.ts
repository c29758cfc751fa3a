import { describe, expect, it } from '@jest/globals';

import { plainLine, plainNote } from '../../../domain/text/plainText';

describe('plainLine', () => {
	it.each([
		['a\u2028b\tc', 'a b c'],
		['a\u0000\ufeffb', 'ab'],
		['\u202etxt', 'txt'],
		['O’Brien-Łukasz', 'O’Brien-Łukasz'],
	])('%j becomes %j', (typed, line) => {
		expect(plainLine(typed)).toBe(line);
	});

	it('has at most 2,000 letters, and no half of one', () => {
		const line = plainLine(`${'👩'.repeat(3_000)}`);
		expect(line.length).toBeLessThanOrEqual(2_000);
		expect(line.isWellFormed()).toBe(true);
		expect(line.endsWith('👩…')).toBe(true);
		expect(plainLine('x'.repeat(2_000))).toBe('x'.repeat(2_000));
	});
});

describe('plainNote', () => {
	it('keeps its lines and holds no HTML, merge field or key of ours', () => {
		expect(plainNote('<i>a</i>\n{{{x}}}\n ref: Appointment/1#a\n')).toBe(
			'‹i›a‹/i›\n{ { {x} } }\n Ref : Appointment/1#a',
		);
	});
});
