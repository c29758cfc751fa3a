import { describe, expect, it, test } from '@jest/globals';

import {
	advice,
	blocks,
	checkFieldType,
	ready,
	verdict,
	withoutRepeats,
} from '../../../domain/crm/goLive';

describe('checkFieldType', () => {
	it.each([
		['DATE', 'DATE', 'ready'],
		['TEXT', 'LARGE_TEXT', 'advice'],
		['LARGE_TEXT', 'TEXT', 'blocks'],
		['DATE', 'TEXT', 'blocks'],
		['DATE', 'LARGE_TEXT', 'blocks'],
	])('a field that should be %s and is %s: %s', (wanted, present, state) => {
		expect(checkFieldType('Field', wanted, present)).toMatchObject({ state });
	});

	it('says in words what differs', () => {
		expect(checkFieldType('Value', 'MONETORY', 'RADIO').what).toBe(
			'Field "Value" is of the type RADIO, not money',
		);
	});
});

describe('withoutRepeats', () => {
	it('keeps each line once, in order', () => {
		const lines = [blocks('a', 'b'), ready('a'), advice('a', 'b')];
		expect(withoutRepeats([...lines, ...lines])).toEqual(lines);
	});
});

test('one blocking line among others keeps the practice from going live', () => {
	expect(verdict([ready('A'), blocks('B', 'Do it'), advice('C', 'Think')])).toEqual({
		state: 'blocks',
		what: 'Not ready: 1 of 3 lines block the go-live',
		todo: 'Do what the blocking lines say, and execute this workflow again.',
	});
});

test('advice blocks nothing', () => {
	expect(verdict([ready('A'), advice('C', 'Think')])).toMatchObject({
		state: 'ready',
		what: 'Ready to go live',
		todo: expect.stringContaining('Copy the Category Mapper'),
	});
});
