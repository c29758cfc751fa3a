import { processCache } from '../../shared/processMemory';

/**
 * It is not known whether ModMed answers a lost token with 401 or with 403. So a 403 is tried
 * once more with a new token, and where that did not help it is taken for a missing permission
 * for a while: it shall not cost a login every time.
 */
const TRUSTED_MS = 60 * 60 * 1000;
const MAX_REFUSED = 1000;

/** What a new token did not help with, by when that was found. */
const refused = processCache<number>({ max: MAX_REFUSED, ttlMs: TRUSTED_MS }, 'refusals');

/** The statuses for which n8n requests a new token. */
export function renewOn(key: string): number | number[] {
	return refused.has(key) ? 401 : [401, 403];
}

/** A new token did not change the answer 403. */
export function renewalDidNotHelp(key: string): void {
	if (!refused.has(key)) refused.set(key, Date.now());
}

/** Access was granted: the next 403 may be a lost token again. */
export function accessGranted(key: string): void {
	refused.delete(key);
}
