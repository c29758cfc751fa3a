import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import { pollerWithEvent, startPractice } from '../../../support/pollClock';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('a failing poll', () => {
	it('keeps its memory, and is reported less and less often while ModMed is down', async () => {
		const poller = await pollerWithEvent(practice);
		const before = poller.state;
		practice.status = 404;
		for (let poll = 0; poll < 9; poll++) await poller.tick();
		expect(poller.errors).toHaveLength(4);
		expect(poller.state).toEqual(before);
		practice.status = 200;
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
	});
});
