import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IPollFunctions } from 'n8n-workflow';

import { pollExclusively, type PollWindow } from '../../../../nodes/shared/polling/pollExclusively';
import type { FakePractice } from '../../../support/fakePractice';
import { pollerWithEvent, startPractice } from '../../../support/pollClock';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

it('never runs two polls at once', async () => {
	const poller = await pollerWithEvent(practice);
	await Promise.all([poller.tick(), poller.tick(), poller.tick()]);
	expect(poller.executions).toHaveLength(1);
});

describe('the time of a poll', () => {
	let polls = 0;

	/** How long polls may take that n8n calls with these contexts, one after the other. */
	async function spans(contexts: IPollFunctions[]): Promise<number[]> {
		const found: number[] = [];
		polls += 1;
		for (const context of contexts) {
			await pollExclusively(
				context,
				'ModMed',
				async (_runtime, { started, deadline }: PollWindow) => {
					found.push(deadline - started);
					return await Promise.resolve(null);
				},
			);
		}
		return found;
	}

	const contextWith = (budgetMs: number) =>
		({
			getWorkflow: () => ({ id: `spans-${polls}` }),
			getNode: () => ({ id: 'trigger' }),
			getPollBudgetMs: () => budgetMs,
		}) as unknown as IPollFunctions;

	it('is short where n8n waits for it to register the trigger, and long after that', async () => {
		const registered = contextWith(300_000);
		expect(await spans([registered, registered])).toEqual([40_000, 270_000]);
	});

	it('is short again after the trigger was registered anew', async () => {
		expect(await spans([contextWith(300_000), contextWith(300_000)])).toEqual([40_000, 40_000]);
	});

	it('is what n8n says with durable polls, each of which is called anew', async () => {
		expect(await spans([contextWith(36_000), contextWith(36_000)])).toEqual([32_400, 32_400]);
		expect(await spans([contextWith(192_000), contextWith(192_000)])).toEqual([172_800, 172_800]);
	});
});
