import { sleep } from 'n8n-workflow';

/** How often a request is repeated, and how long that may take. */
export interface RetryPolicy {
	/** How often the request is sent at most, the first time included. */
	tries: number;
	/** The longest wait between two tries, in milliseconds. */
	maxWaitMs: number;
	/** Unix time in milliseconds after which nothing is sent any more. */
	deadline?: number;
}

export interface RetryRule<Response> {
	policy: RetryPolicy;
	/** Whether the same request may get another response in a while, and may be repeated. */
	mayRetry: (response: Response) => boolean;
	/** How many milliseconds the service asks to wait before the next request, or 0. */
	askedWaitMs: (response: Response) => number;
}

const FIRST_WAIT_MS = 500;

/**
 * Sends a request until its response is not to be retried, or the policy allows no further try.
 * Returns the last response, whatever it is. What `send` throws is not retried.
 */
export async function sendWithRetry<Response>(
	send: () => Promise<Response>,
	{ policy, mayRetry, askedWaitMs }: RetryRule<Response>,
): Promise<Response> {
	for (let attempt = 1; ; attempt++) {
		const response = await send();
		if (attempt >= policy.tries || !mayRetry(response)) return response;
		const wait = askedWaitMs(response) || backoffMs(attempt, policy);
		const isInTime = Date.now() + wait < (policy.deadline ?? Infinity);
		if (wait > policy.maxWaitMs || !isInTime) return response;
		await sleep(wait);
	}
}

/**
 * How long to wait after a try, in milliseconds: twice as long each time, and half of it by
 * chance, so that several nodes do not come back together.
 * @param chance Between 0 and 1.
 */
export function backoffMs(
	attempt: number,
	{ maxWaitMs }: Pick<RetryPolicy, 'maxWaitMs'>,
	chance = Math.random(),
): number {
	const doubling = FIRST_WAIT_MS * 2 ** (attempt - 1);
	return Math.min(doubling / 2 + (doubling / 2) * chance, maxWaitMs);
}

/**
 * How many milliseconds the header Retry-After asks to wait, whether it gives seconds or a date;
 * 0 for nothing. Source: RFC 9110, section 10.2.3.
 * @param now Unix time in milliseconds.
 * @example retryAfterMs('60', Date.now()) // 60000
 * @example retryAfterMs('', Date.now()) // 0
 */
export function retryAfterMs(header: string, now: number): number {
	const seconds = header === '' ? NaN : Number(header);
	const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
	return wait > 0 && Number.isFinite(wait) ? wait : 0;
}
