import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pLimit from 'p-limit';

import type { RateLimits } from '../../../../nodes/AesthetixCrm/transport/rateLimits';
import { RequestBudget } from '../../../../nodes/AesthetixCrm/transport/requestBudget';

const SECOND = 1_000;

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A CRM that takes its time, and decides which requests it refuses. */
class Crm {
	readonly arrivals: number[] = [];
	refused = 0;

	constructor(
		private readonly refuses: (request: number) => boolean = () => false,
		private readonly limits: RateLimits = {},
		private readonly latencyMs = 250,
	) {}

	async answer(): Promise<boolean> {
		const request = this.arrivals.push(Date.now());
		const isRefused = this.refuses(request);
		if (isRefused) this.refused += 1;
		await pause(this.latencyMs / 2 + (this.latencyMs / 2) * ((request * 7) % 10) * 0.1);
		return isRefused;
	}

	/** Sends a request under a budget. Returns whether the CRM has answered it. */
	async ask(budget: RequestBudget, until = Infinity): Promise<boolean> {
		const isRefused = await budget.run({
			send: async () => await this.answer(),
			verdictOf: (refused) => ({ limits: this.limits, isRefused: refused }),
			until,
		});
		return isRefused === false;
	}
}

/** How long so many requests take, a few at a time, and how many of them were answered. */
async function drain(crm: Crm, amount: number, atOnce = 10) {
	const budget = new RequestBudget();
	const limit = pLimit(atOnce);
	const startedAt = Date.now();
	let endedAt = startedAt;
	const asked = Promise.all(
		Array.from({ length: amount }, async () => {
			const isAnswered = await limit(async () => await crm.ask(budget));
			endedAt = Date.now();
			return isAnswered;
		}),
	);
	for (let second = 0; second < 600 && limit.activeCount + limit.pendingCount > 0; second += 1) {
		await jest.advanceTimersByTimeAsync(SECOND);
	}
	const answers = await asked;
	return { ms: endedAt - startedAt, answered: answers.filter(Boolean).length };
}

/** The most requests in any interval of ten seconds. */
function busiest(arrivals: number[], intervalMs = 10 * SECOND): number {
	return Math.max(
		...arrivals.map(
			(first) => arrivals.filter((one) => one >= first && one < first + intervalMs).length,
		),
	);
}

describe('the request budget', () => {
	it('never has more in an interval than the CRM says, and drains at that limit', async () => {
		const crm = new Crm(undefined, { max: 20, intervalMs: 2 * SECOND });
		const { ms, answered } = await drain(crm, 200, 20);
		expect(answered).toBe(200);
		expect(busiest(crm.arrivals, 2 * SECOND)).toBeLessThanOrEqual(20);
		expect(ms).toBeLessThan(10 * 2.5 * SECOND);
	});

	it('leaves room for others who use the same allowance', async () => {
		const budget = new RequestBudget();
		const startedAt = Date.now();
		const crm = new Crm(undefined, { max: 10, intervalMs: 5 * SECOND, remaining: 0 });
		const asked = crm.ask(budget).then(async () => await crm.ask(budget));
		await jest.advanceTimersByTimeAsync(20 * SECOND);
		await asked;
		expect(crm.arrivals[1]! - startedAt).toBeGreaterThanOrEqual(5 * SECOND);
	});

	it('stays below the documented limit while the CRM says nothing', async () => {
		const crm = new Crm();
		await drain(crm, 300, 50);
		expect(busiest(crm.arrivals)).toBe(80);
	});

	it('ends the wait for a place when the time is over, whoever else waits', async () => {
		const budget = new RequestBudget();
		const crm = new Crm(undefined, { max: 1, intervalMs: 30 * SECOND });
		const first = crm.ask(budget);
		await jest.advanceTimersByTimeAsync(SECOND);
		await first;
		const asked = [crm.ask(budget), crm.ask(budget, Date.now() + 5 * SECOND)];
		let isEnded = false;
		void asked[1]!.then(() => (isEnded = true));
		await jest.advanceTimersByTimeAsync(5.1 * SECOND);
		expect(isEnded).toBe(true);
		await jest.advanceTimersByTimeAsync(120 * SECOND);
		expect(await Promise.all(asked)).toEqual([true, false]);
		expect(crm.arrivals).toHaveLength(2);
	});
});

describe('when the CRM refuses some of the requests as too many', () => {
	const everyThird = (request: number) => request % 3 === 0;
	// Refusals in bursts, a third of all.
	const inBursts = (request: number) => [0, 1, 2].includes(request % 9);

	it.each([
		[100, 5, everyThird],
		[100, 5, inBursts],
		[300, 10, everyThird],
		[300, 10, inBursts],
		[1_000, 10, everyThird],
	])('%d requests take at most three times as long', async (amount, atOnce, refuses) => {
		const quiet = await drain(new Crm(), amount, atOnce);
		const crm = new Crm(refuses);
		const storm = await drain(crm, amount, atOnce);
		// One that is refused for twenty seconds by chance comes back with the next poll.
		expect(storm.answered).toBeGreaterThanOrEqual(amount * 0.99);
		expect(storm.ms).toBeLessThan(3 * quiet.ms);
		expect(busiest(crm.arrivals)).toBeLessThanOrEqual(120);
	});

	it('sends few requests while none is admitted, and goes on when they are', async () => {
		const reopensAt = Date.now() + 15 * SECOND;
		const crm = new Crm(() => Date.now() < reopensAt);
		const { ms, answered } = await drain(crm, 50, 10);
		expect(answered).toBe(50);
		expect(crm.refused).toBeLessThan(25);
		expect(ms).toBeLessThan(30 * SECOND);
	});

	it('follows a limit that others have used up, with few refusals', async () => {
		const admitted: number[] = [];
		const crm = new Crm(() => {
			const inInterval = admitted.filter((time) => time > Date.now() - 10 * SECOND);
			if (inInterval.length >= 30) return true;
			admitted.push(Date.now());
			return false;
		});
		const { ms, answered } = await drain(crm, 300, 10);
		expect(answered).toBe(300);
		// 30 in ten seconds are 100 seconds at best.
		expect(ms).toBeLessThan(150 * SECOND);
		expect(crm.refused).toBeLessThan(300 / 2);
	});

	it('lets none of many wait for longer than two minutes', async () => {
		const { ms, answered } = await drain(new Crm(() => true), 60, 60);
		expect(answered).toBe(0);
		expect(ms).toBeLessThan(121 * SECOND);
	});

	it('gives a request up after twenty seconds', async () => {
		const crm = new Crm(() => true);
		const { ms, answered } = await drain(crm, 1);
		expect(answered).toBe(0);
		expect(ms).toBeGreaterThan(14 * SECOND);
		expect(ms).toBeLessThan(21 * SECOND);
		expect(crm.refused).toBeLessThan(12);
	});
});
