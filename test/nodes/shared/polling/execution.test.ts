import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import { book, pollerWithEventNow, published, startPractice } from '../../../support/pollClock';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('an execution', () => {
	it('cut short by a crash is repeated', async () => {
		const poller = await pollerWithEventNow(practice);
		poller.outcome = () => undefined;
		await poller.tick();
		poller.restart();
		poller.outcome = () => 'success';
		await poller.activate();
		expect(poller.delivered).toMatchObject([
			{ id: '1', attempt: 1 },
			{ id: '1', lookFirst: true, attempt: 1 },
		]);
		await poller.tick();
		expect(poller.delivered).toHaveLength(2);
	});

	it('that outlives its poll keeps the next one waiting', async () => {
		const poller = await pollerWithEventNow(practice);
		poller.outcome = () => undefined;
		const started = Date.now();
		await poller.tick();
		expect(Date.now() - started).toBeLessThan(5_000);
		expect(await poller.tick()).toBeNull();
		expect(poller.executions).toHaveLength(1);
		poller.executions[0]?.finish('success');
		await poller.tick();
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
	});
});

describe('an execution whose end n8n never reports', () => {
	it('is given up after twice the time it may take, and its events come again', async () => {
		jest.useRealTimers();
		const poller = await published((one) => (one.settings = { executionTimeout: 0.2 }));
		book(practice, '1');
		poller.outcome = () => undefined;
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
		poller.outcome = () => 'success';
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id: '1', attempt: 1 },
			{ id: '1', attempt: 2, lookFirst: true },
		]);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'n8n did not report the result of an execution with changes from ModMed',
		]);
	});

	it('is not given up before', async () => {
		jest.useRealTimers();
		const poller = await published((one) => (one.settings = { executionTimeout: 60 }));
		poller.budgetMs = 300;
		book(practice, '1');
		poller.outcome = () => undefined;
		await poller.tick();
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
		expect(poller.errors).toEqual([]);
	});
});
