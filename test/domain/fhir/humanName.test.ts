import { describe, expect, it } from '@jest/globals';

import { readFullName, readHumanName } from '../../../domain/fhir/humanName';

describe('readHumanName', () => {
	it.each([
		[['official', 'usual'], 'official'],
		[['maiden', 'usual', ''], 'usual'],
		[['old', ''], ''],
		[['maiden'], 'maiden'],
	])('of the uses %j takes %j', (uses, best) => {
		const names = uses.map((use) => ({ use, family: `Family ${use}` }));
		expect(readHumanName(names).lastName).toBe(`Family ${best}`.trim());
	});

	it('is empty where there is no name', () => {
		expect(readHumanName(undefined)).toEqual({ firstName: '', lastName: '' });
	});
});

describe('readFullName', () => {
	it('joins the parts, and falls back on the text', () => {
		expect(readFullName([{ given: ['Ada'], family: 'Sample', text: 'x' }])).toBe('Ada Sample');
		expect(readFullName([{ text: 'Dr. Sample' }])).toBe('Dr. Sample');
	});
});
