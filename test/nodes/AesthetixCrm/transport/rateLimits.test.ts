import { describe, expect, it } from '@jest/globals';

import { readRateLimits } from '../../../../nodes/AesthetixCrm/transport/rateLimits';

const headers = (max: unknown, intervalMs: unknown) => ({
	'X-RateLimit-Max': max,
	'x-ratelimit-interval-milliseconds': intervalMs,
});

describe('the rate limits of an answer', () => {
	it('are read from its headers', () => {
		const more = { 'x-ratelimit-remaining': '7', 'x-ratelimit-daily-remaining': '0' };
		expect(readRateLimits({ ...headers('100', '10000'), ...more })).toEqual({
			max: 100,
			intervalMs: 10_000,
			remaining: 7,
			dailyRemaining: 0,
		});
	});

	it.each([
		[undefined, undefined],
		['', ' '],
		['many', {}],
		['0', '0'],
		['-5', '-1'],
		['1e12', '86400000'],
		['200000', '60001'],
		['Infinity', 'Infinity'],
		['NaN', 'NaN'],
	])('are not what cannot be meant: max %s, interval %s', (max, intervalMs) => {
		expect(readRateLimits(headers(max, intervalMs))).toMatchObject({
			max: undefined,
			intervalMs: undefined,
		});
	});
});
