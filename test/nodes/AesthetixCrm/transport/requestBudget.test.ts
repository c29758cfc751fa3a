import { describe, expect, test } from '@jest/globals';

import { RequestBudget } from '../../../../nodes/AesthetixCrm/transport/requestBudget';

describe('the request budget', () => {
	const INTERVAL = 200;
	const limits = { max: 10, intervalMs: INTERVAL };

	test('never has more in an interval than allowed, and drains at the limit', async () => {
		const budget = new RequestBudget();
		await budget.run(
			async () => undefined,
			() => limits,
		);
		const arrivals: number[] = [];
		const startedAt = Date.now();
		const request = async () => {
			await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
			arrivals.push(Date.now());
			await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
		};
		await Promise.all(
			Array.from({ length: 60 }, async () => await budget.run(request, () => limits)),
		);
		for (const arrival of arrivals) {
			const inInterval = arrivals.filter((one) => one >= arrival && one < arrival + INTERVAL);
			expect(inInterval.length).toBeLessThanOrEqual(limits.max);
		}
		expect(Date.now() - startedAt).toBeLessThan(7 * (INTERVAL + 60));
	});

	test('leaves room for others who use the same allowance', async () => {
		const budget = new RequestBudget();
		await budget.run(
			async () => undefined,
			() => ({ ...limits, remaining: 1 }),
		);
		const startedAt = Date.now();
		for (let i = 0; i < 2; i += 1)
			await budget.run(
				async () => undefined,
				() => ({}),
			);
		expect(Date.now() - startedAt).toBeGreaterThanOrEqual(INTERVAL - 5);
	});

	test('stays below the documented limit while the CRM says nothing', async () => {
		const budget = new RequestBudget();
		let done = 0;
		const run = async () =>
			await budget.run(
				async () => (done += 1),
				() => ({}),
			);
		void Promise.all(Array.from({ length: 120 }, run));
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(done).toBe(80);
	});

	test('after a pause nothing is sent until the interval is over', async () => {
		const budget = new RequestBudget();
		await budget.run(
			async () => undefined,
			() => limits,
		);
		budget.pause();
		const startedAt = Date.now();
		await budget.run(
			async () => undefined,
			() => limits,
		);
		expect(Date.now() - startedAt).toBeGreaterThanOrEqual(INTERVAL - 5);
	});
});
