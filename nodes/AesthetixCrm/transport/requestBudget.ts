import { sleep } from 'n8n-workflow';

import { Pace } from './pace';
import type { RateLimits } from './rateLimits';

/** Until the CRM has named its limit: less than the documented 100 requests in 10 seconds. */
const ASSUMED = { limit: 80, intervalMs: 10_000 };
const DAILY_STOP_MS = 60_000;
/** For so long a request waits for its place: those before it may be refused again and again. */
const MAX_WAIT_MS = 120_000;
/** For so long a request that is refused is repeated. */
const MAX_REFUSED_MS = 20_000;
const RECHECK_MS = 25;

/** What an answer says about the requests that follow it. */
export interface Verdict {
	limits: RateLimits;
	/** The CRM refused it as one request too many, and did nothing. */
	isRefused: boolean;
}

export interface BudgetedRequest<T> {
	send: () => Promise<T>;
	verdictOf: (answer: T) => Verdict;
	/** Unix time in milliseconds after which it is neither sent nor repeated. */
	until: number;
}

/**
 * The requests one location allows, shared by every node of the process. A request holds its place
 * from its start until one interval after its answer: whenever in between the CRM has counted it,
 * no interval ever holds more than the limit. A request that the CRM refused as one too many is
 * repeated, at the pace that the CRM's answers leave.
 */
export class RequestBudget {
	private limit = ASSUMED.limit;
	private intervalMs = ASSUMED.intervalMs;
	private underWay = 0;
	/** When each place becomes free again, in Unix milliseconds. */
	private freeAt: number[] = [];
	private dailyStopUntil = 0;
	private readonly pace = new Pace();
	private readonly line: symbol[] = [];

	/** Whether the CRM has said that today's requests are used up. */
	get isUsedUpForToday(): boolean {
		return Date.now() < this.dailyStopUntil;
	}

	/**
	 * Runs a request as soon as there is a place for it, first come, first served. Returns its last
	 * answer, or undefined if there was no place for it in time.
	 */
	async run<T>(request: BudgetedRequest<T>): Promise<T | undefined> {
		let answer: T | undefined;
		let giveUpAt = Math.min(request.until, Date.now() + MAX_WAIT_MS);
		for (let attempt = 1; await this.takePlace(giveUpAt); attempt += 1) {
			if (attempt === 1) giveUpAt = Math.min(giveUpAt, Date.now() + MAX_REFUSED_MS);
			const sent = await this.sendOnce(request);
			answer = sent.answer;
			const wait = this.pace.retryAfterMs(attempt);
			if (!sent.isRefused || this.isUsedUpForToday || Date.now() + wait >= giveUpAt) break;
			await sleep(wait);
		}
		return answer;
	}

	private async sendOnce<T>({ send, verdictOf }: BudgetedRequest<T>) {
		let verdict: Verdict = { limits: {}, isRefused: false };
		try {
			const answer = await send();
			verdict = verdictOf(answer);
			this.pace.follow(verdict.isRefused, this.intervalMs);
			return { answer, isRefused: verdict.isRefused };
		} finally {
			this.underWay -= 1;
			this.follow(verdict.limits);
			// What was refused was not counted.
			if (!verdict.isRefused) this.freeAt.push(Date.now() + this.intervalMs);
			this.yieldToOthers(verdict.limits.remaining);
		}
	}

	/** Waits for a place. Returns whether there was one in time. */
	private async takePlace(until: number): Promise<boolean> {
		const ticket = Symbol('place');
		this.line.push(ticket);
		try {
			while (Date.now() < until) {
				const wait = this.line[0] === ticket ? this.waitMs() : RECHECK_MS;
				if (wait <= 0) {
					this.underWay += 1;
					return true;
				}
				await sleep(Math.min(wait, until - Date.now()));
			}
			return false;
		} finally {
			this.line.splice(this.line.indexOf(ticket), 1);
		}
	}

	private waitMs(): number {
		const now = Date.now();
		const pause = this.pace.pauseMs(now, this.underWay);
		if (pause > 0) return pause;
		this.freeAt = this.freeAt.filter((moment) => moment > now);
		const limit = Math.max(1, Math.floor(this.limit * this.pace.share));
		if (this.freeAt.length + this.underWay < limit) return 0;
		const next = Math.min(...this.freeAt);
		return Number.isFinite(next) ? Math.max(1, next - now) : RECHECK_MS;
	}

	private follow({ max, intervalMs, dailyRemaining }: RateLimits): void {
		if (max !== undefined) this.limit = max;
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
