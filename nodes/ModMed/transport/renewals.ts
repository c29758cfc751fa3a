import { processCache } from '../../shared/processMemory';

/**
 * ModMed does not document whether an expired token gets 401 or 403. So a request with a 403 is
 * repeated once with a new token. If that gets 403 too, it is taken for a missing permission for
 * this long: otherwise each such request would cost a login.
 * Source: https://portal.api.modmed.com/reference/response-codes
 */
const DENIED_MS = 60 * 60 * 1000;
const MAX_DENIED = 1000;

/** When a new token did not help, by base URL, resource type and interaction. */
const denied = processCache<number>({ max: MAX_DENIED, ttlMs: DENIED_MS }, 'refusals');

/** The HTTP statuses for which n8n fetches a new token and repeats the request. */
export function renewOn(key: string): number | number[] {
	return denied.has(key) ? 401 : [401, 403];
}

/** Notes that a request with a new token got 403 as well. */
export function renewalDidNotHelp(key: string): void {
	if (!denied.has(key)) denied.set(key, Date.now());
}

/** Notes that a request succeeded: the next 403 may be an expired token again. */
export function accessGranted(key: string): void {
	denied.delete(key);
}
