import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import { book, later, published, startPractice } from '../../../support/pollClock';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('a memory that n8n has lost', () => {
	it('is still known after the trigger was renamed', async () => {
		const poller = await published();
		later(5);
		book(practice, '1');
		await poller.tick();
		later(2);
		book(practice, '2');
		poller.rename('Another name');
		await poller.activate();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1', '2']);
	});
});
