import type { RetryPolicy } from '../../shared/http/retry';

/** How long a node waits for ModMed, and how often it asks again. */
export interface RequestPolicy extends RetryPolicy {
	/** The longest silence during one answer, in milliseconds. */
	timeoutMs: number;
}

export const DEFAULT_RETRY: RequestPolicy = { timeoutMs: 30_000, tries: 4, maxWaitMs: 60_000 };

/** Someone waits before an open list, or a poll has to be over soon. */
export const INTERACTIVE_RETRY: RequestPolicy = { timeoutMs: 12_000, tries: 3, maxWaitMs: 4_000 };
