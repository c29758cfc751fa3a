/** How long a node waits for ModMed, and how often it asks again. */
export interface RetryPolicy {
	/** For one answer. */
	timeoutMs: number;
	/** How often the same question may be asked. */
	tries: number;
	/** The longest wait before asking again. */
	maxWaitMs: number;
	/** Unix time in milliseconds after which nothing more is asked. */
	deadline?: number;
}

export const DEFAULT_RETRY: RetryPolicy = { timeoutMs: 30_000, tries: 4, maxWaitMs: 60_000 };

/** Someone waits before an open list, or a poll has to be over soon. */
export const INTERACTIVE_RETRY: RetryPolicy = { timeoutMs: 12_000, tries: 3, maxWaitMs: 4_000 };

const FIRST_WAIT_MS = 500;

/**
 * How long to wait before the next try: as long as ModMed asks for, else twice as long each
 * time and half of it by chance, so that several nodes do not come back together.
 * @param askedMs What ModMed asks for, or 0.
 * @param chance Between 0 and 1.
 */
export function waitBefore(
	retry: number,
	askedMs: number,
	chance: number,
	{ maxWaitMs }: RetryPolicy,
): number {
	const doubling = FIRST_WAIT_MS * 2 ** (retry - 1);
	return askedMs > 0 ? askedMs : Math.min(doubling / 2 + (doubling / 2) * chance, maxWaitMs);
}

/**
 * How long the header Retry-After asks to wait, whether in seconds or as a date; 0 for nothing.
 * @example askedWait('60', Date.now()) // 60000
 */
export function askedWait(retryAfter: string, now: number): number {
	const seconds = retryAfter === '' ? NaN : Number(retryAfter);
	const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
	return wait > 0 && Number.isFinite(wait) ? wait : 0;
}
