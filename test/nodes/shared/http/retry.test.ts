import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { backoffMs, retryAfterMs, sendWithRetry } from '../../../../nodes/shared/http/retry';

const policy = { tries: 3, maxWaitMs: 4_000 };
const rule = {
	policy,
	mayRetry: (status: number) => status >= 500,
	askedWaitMs: () => 0,
};

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** The answers that were taken off the list, and what the rule made of them. */
async function sending(answers: number[], more: Partial<typeof rule> = {}) {
	const left = [...answers];
	const startedAt = Date.now();
	const result = sendWithRetry(async () => await Promise.resolve(left.shift() ?? 0), {
		...rule,
		...more,
	});
	await jest.runAllTimersAsync();
	return { answer: await result, sent: answers.length - left.length, ms: Date.now() - startedAt };
}

describe('sendWithRetry', () => {
	it('takes the first answer that is not to be retried', async () => {
		expect(await sending([503, 200, 200])).toMatchObject({ answer: 200, sent: 2 });
		expect(await sending([404, 200])).toMatchObject({ answer: 404, sent: 1, ms: 0 });
	});

	it('gives up after as many tries as the policy allows', async () => {
		expect(await sending([500, 501, 502, 200])).toMatchObject({ answer: 502, sent: 3 });
	});

	it('waits as long as the service asks to', async () => {
		const asked = await sending([503, 200], { askedWaitMs: () => 3_000 });
		expect(asked).toEqual({ answer: 200, sent: 2, ms: 3_000 });
	});

	it('does not wait longer than the policy allows', async () => {
		const asked = await sending([503, 200], { askedWaitMs: () => 4_001 });
		expect(asked).toEqual({ answer: 503, sent: 1, ms: 0 });
	});

	it('does not wait beyond the deadline', async () => {
		const deadline = Date.now() + 1_000;
		const more = { policy: { ...policy, deadline }, askedWaitMs: () => 1_000 };
		expect(await sending([503, 200], more)).toEqual({ answer: 503, sent: 1, ms: 0 });
	});

	it('does not retry what is thrown', async () => {
		const send = jest.fn(async () => await Promise.reject<number>(new Error('No credential')));
		await expect(sendWithRetry(send, rule)).rejects.toThrow('No credential');
		expect(send).toHaveBeenCalledTimes(1);
	});
});

describe('backoffMs', () => {
	it('doubles from try to try, half of it by chance, up to the longest wait', () => {
		expect([1, 2, 3].map((attempt) => backoffMs(attempt, policy, 0))).toEqual([250, 500, 1_000]);
		expect([1, 2, 3].map((attempt) => backoffMs(attempt, policy, 1))).toEqual([500, 1_000, 2_000]);
		expect(backoffMs(9, policy, 1)).toBe(4_000);
	});
});

describe('retryAfterMs', () => {
	const now = Date.parse('2026-03-01T08:00:00Z');
	it.each([
		['60', 60_000],
		['0.5', 500],
		['Sun, 01 Mar 2026 08:00:10 GMT', 10_000],
		['Sun, 01 Mar 2026 07:59:00 GMT', 0],
		['', 0],
		['soon', 0],
		['-5', 0],
		['Infinity', 0],
	])('reads %p as %p ms', (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});
});
