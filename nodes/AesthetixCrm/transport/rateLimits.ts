/** What the CRM says with an answer about the requests that it still takes. */
export interface RateLimits {
	max?: number;
	remaining?: number;
	intervalMs?: number;
	dailyRemaining?: number;
}

export function readRateLimits(headers: Record<string, unknown>): RateLimits {
	const byName = new Map(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const read = (name: string, least: number): number | undefined => {
		const value = byName.get(name);
		const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value ?? NaN);
		return Number.isFinite(number) && number >= least ? number : undefined;
	};
	return {
		max: read('x-ratelimit-max', 1),
		remaining: read('x-ratelimit-remaining', 0),
		intervalMs: read('x-ratelimit-interval-milliseconds', 1),
		dailyRemaining: read('x-ratelimit-daily-remaining', 0),
	};
}
