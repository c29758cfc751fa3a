import { expect, test } from '@jest/globals';

import { advice, blocks, ready, verdict } from '../../../domain/crm/goLive';

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
