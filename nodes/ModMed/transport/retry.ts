import type { RetryPolicy } from '../../shared/http/retry';

/** How long a node waits for ModMed, and how often it sends a request again. */
export interface RequestPolicy extends RetryPolicy {
	/** The longest silence during one response, in milliseconds. */
	timeoutMs: number;
}

export const DEFAULT_RETRY: RequestPolicy = { timeoutMs: 30_000, tries: 4, maxWaitMs: 60_000 };

/** For a user who waits for a list of options, and for a poll, which must end in time. */
export const INTERACTIVE_RETRY: RequestPolicy = { timeoutMs: 12_000, tries: 3, maxWaitMs: 4_000 };
