import { sleep } from 'n8n-workflow';

import type { RateLimits } from './rateLimits';

/** Kept to until the CRM has said what it allows: below its documented 100 requests in 10 seconds. */
const UNTOLD = { limit: 80, intervalMs: 10_000 };
const LONGEST_PAUSE_MS = 30_000;
const DAILY_STOP_MS = 60_000;
const RECHECK_MS = 25;

/**
 * The requests one location allows, shared by every node of the process. A request holds its place
 * from its start until one interval after its answer: whenever in between the CRM has counted it,
 * no interval ever holds more than the limit.
 */
export class RequestBudget {
	private limit = UNTOLD.limit;
	private intervalMs = UNTOLD.intervalMs;
	private underWay = 0;
	/** When each place becomes free again. */
	private freeAt: number[] = [];
	private pausedUntil = 0;
	private dailyStopUntil = 0;
	private line: Promise<void> = Promise.resolve();

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

	/** After a 429: nobody sends anything until the interval has passed. */
	pause(): void {
		const pauseMs = Math.min(this.intervalMs, LONGEST_PAUSE_MS);
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + pauseMs);
	}

	private async takePlace(): Promise<void> {
		const turn = this.line.then(async () => {
			for (let wait = this.waitMs(); wait > 0; wait = this.waitMs()) await sleep(wait);
			this.underWay += 1;
		});
		this.line = turn;
		await turn;
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

	/** Fewer places left than we have used ourselves: somebody else uses the same allowance. */
	private yieldToOthers(remaining: number | undefined): void {
		if (remaining === undefined) return;
		const ours = this.limit - this.freeAt.length - this.underWay;
		const usedByOthers = Math.max(0, ours - remaining);
		const until = Date.now() + this.intervalMs;
		this.freeAt.push(...Array.from({ length: usedByOthers }, () => until));
	}
}
