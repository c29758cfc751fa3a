/** The part of the limit that is used at least, however many requests are refused. */
const LEAST_SHARE = 0.6;
const LOWERED = 0.85;
const RAISED = 1.1;
/** So many refusals in a row mean that nothing is admitted at the moment. */
const MANY_IN_A_ROW = 3;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const RECHECK_MS = 25;
const FIRST_RETRY_MS = 150;
const LONGEST_RETRY_MS = 1_000;

/**
 * The pace that the CRM's refusals leave. Some refusals among answers lower it a little: what is
 * admitted goes on. After several in a row without an answer nothing is sent but one request at a
 * time, at growing distances, until one is answered.
 */
export class Pace {
	/** The part of the limit to use, 0.6 to 1. */
	share = 1;
	private refusedInARow = 0;
	private refusedAt = -Infinity;
	private pausedUntil = 0;
	private changedAt = -Infinity;

	/**
	 * Takes an answer into account.
	 * @param intervalMs The time that the CRM's limit is for: the share changes once in it at most.
	 */
	follow(isRefused: boolean, intervalMs: number): void {
		const now = Date.now();
		if (isRefused) this.refusedAt = now;
		this.refusedInARow = isRefused ? this.refusedInARow + 1 : 0;
		if (!isRefused) this.pausedUntil = 0;
		else if (this.refusedInARow >= MANY_IN_A_ROW) this.pausedUntil = now + this.nextPauseMs();
		if (now - this.changedAt < intervalMs) return;
		if (isRefused) this.change(LOWERED, now);
		else if (now - this.refusedAt >= intervalMs) this.change(RAISED, now);
	}

	/** How long nothing is to be sent, in milliseconds, with so many requests under way. */
	pauseMs(now: number, underWay: number): number {
		const isProbing = this.refusedInARow >= MANY_IN_A_ROW && underWay > 0;
		return Math.max(this.pausedUntil - now, isProbing ? RECHECK_MS : 0);
	}

	/** How long a refused request waits before it is repeated, in milliseconds. */
	retryAfterMs(attempt: number): number {
		const doubling = FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 4);
		return Math.min(LONGEST_RETRY_MS, doubling) * (0.5 + Math.random() / 2);
	}

	private change(factor: number, now: number): void {
		this.share = Math.min(1, Math.max(LEAST_SHARE, this.share * factor));
		this.changedAt = now;
	}

	private nextPauseMs(): number {
		const doublings = Math.min(this.refusedInARow - MANY_IN_A_ROW, 8);
		return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings);
	}
}
