import { sleep } from 'n8n-workflow';

/** Until the CRM has named its limit: less than the documented 100 requests in 10 seconds. */
const ASSUMED = { limit: 80, intervalMs: 10_000 };
const LONGEST_PAUSE_MS = 30_000;
const DAILY_STOP_MS = 60_000;
const RECHECK_MS = 25;

/**
 * The requests one location allows, shared by every node of the process. A request holds its place
 * from its start until one interval after its answer: whenever in between the CRM has counted it,
 * no interval ever holds more than the limit.
 */
export class RequestBudget {
	private limit = ASSUMED.limit;
	private intervalMs = ASSUMED.intervalMs;
	private underWay = 0;
	/** When each place becomes free again, in Unix milliseconds. */
	private freeAt: number[] = [];
	private pausedUntil = 0;
	private dailyStopUntil = 0;
	private queue: Promise<void> = Promise.resolve();

	/** Whether the CRM has said that today's requests are used up. */
	get isUsedUpForToday(): boolean {
		return Date.now() < this.dailyStopUntil;
	}

	/** Runs a request as soon as there is a place for it, first come, first served. */
	async run<T>(request: () => Promise<T>, limitsOf: (answer: T) => RateLimits): Promise<T> {
		await this.takePlace();
		let limits: RateLimits = {};
		try {
			const answer = await request();
			limits = limitsOf(answer);
			return answer;
		} finally {
			this.underWay -= 1;
			this.follow(limits);
			this.freeAt.push(Date.now() + this.intervalMs);
			this.yieldToOthers(limits.remaining);
		}
	}

	/** After a 429: no node sends anything until the interval has passed. Returns it in milliseconds. */
	pause(): number {
		const pauseMs = Math.min(this.intervalMs, LONGEST_PAUSE_MS);
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + pauseMs);
		return pauseMs;
	}

	private async takePlace(): Promise<void> {
		const place = this.queue.then(async () => {
			for (let wait = this.waitMs(); wait > 0; wait = this.waitMs()) await sleep(wait);
			this.underWay += 1;
		});
		this.queue = place;
		await place;
	}

	private waitMs(): number {
		const now = Date.now();
		if (now < this.pausedUntil) return this.pausedUntil - now;
		this.freeAt = this.freeAt.filter((moment) => moment > now);
		if (this.freeAt.length + this.underWay < this.limit) return 0;
		const next = Math.min(...this.freeAt);
		return Number.isFinite(next) ? Math.max(1, next - now) : RECHECK_MS;
	}

	private follow({ max, intervalMs, dailyRemaining }: RateLimits): void {
		if (max !== undefined) this.limit = Math.max(1, max);
		if (intervalMs !== undefined) this.intervalMs = intervalMs;
		if (dailyRemaining === 0) this.dailyStopUntil = Date.now() + DAILY_STOP_MS;
		else if (dailyRemaining !== undefined) this.dailyStopUntil = 0;
	}

	/** The CRM counts more requests than we have sent: something else uses the same limit. */
	private yieldToOthers(remaining: number | undefined): void {
		if (remaining === undefined) return;
		const ours = this.limit - this.freeAt.length - this.underWay;
		const usedByOthers = Math.max(0, ours - remaining);
		const until = Date.now() + this.intervalMs;
		this.freeAt.push(...Array.from({ length: usedByOthers }, () => until));
	}
}

/** What the headers of an answer say about the requests the location has left. */
export interface RateLimits {
	max?: number;
	remaining?: number;
	intervalMs?: number;
	dailyRemaining?: number;
}

/**
 * Reads the rate limits of an answer. A header that is absent or no number reads as undefined.
 * https://github.com/GoHighLevel/highlevel-api-docs/blob/main/docs/oauth/Authorization.md
 */
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
