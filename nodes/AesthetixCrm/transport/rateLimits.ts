/** What the headers of an answer say about the requests the location has left. */
export interface RateLimits {
	max?: number;
	remaining?: number;
	intervalMs?: number;
	dailyRemaining?: number;
}

/** HighLevel documents 100 requests in 10 seconds and 200,000 a day. Far beyond that is an error. */
const MOST_REQUESTS = 1_000;
const LONGEST_INTERVAL_MS = 60_000;

/**
 * Reads the rate limits of an answer. A header that is absent, no number, or beyond what can be
 * meant reads as undefined: it would stall the location, or let it flood the CRM.
 * https://github.com/GoHighLevel/highlevel-api-docs/blob/main/docs/oauth/Authorization.md
 * @example readRateLimits({ 'x-ratelimit-max': '100' }) // { max: 100 }
 * @example readRateLimits({ 'x-ratelimit-interval-milliseconds': '86400000' }) // {}
 */
export function readRateLimits(headers: Record<string, unknown>): RateLimits {
	const byName = new Map(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const read = (name: string, least: number, most: number): number | undefined => {
		const value = byName.get(name);
		const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value ?? NaN);
		return number >= least && number <= most ? number : undefined;
	};
	return {
		max: read('x-ratelimit-max', 1, MOST_REQUESTS),
		remaining: read('x-ratelimit-remaining', 0, Infinity),
		intervalMs: read('x-ratelimit-interval-milliseconds', 1, LONGEST_INTERVAL_MS),
		dailyRemaining: read('x-ratelimit-daily-remaining', 0, Infinity),
	};
}
