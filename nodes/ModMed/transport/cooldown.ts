import { processCache } from '../../shared/processMemory';

/** After this time a request is sent even if the server asked for a longer wait. */
const MAX_COOLDOWN_MS = 5 * 60 * 1000;
const MAX_SERVERS = 1000;

/** The Unix time in milliseconds until which no node may send a request, by base URL. */
const cooldowns = processCache<number>({ max: MAX_SERVERS, ttlMs: MAX_COOLDOWN_MS }, 'refusals');

/**
 * Stops requests to a server for as long as it asks, but five minutes at most.
 * Source: https://portal.api.modmed.com/reference/rate-limiting
 * @param ms Milliseconds from `now`, which is in Unix milliseconds.
 */
export function startCooldown(base: string, ms: number, now: number): void {
	const until = now + Math.min(ms, MAX_COOLDOWN_MS);
	cooldowns.set(base, Math.max(until, cooldowns.get(base) ?? 0));
}

/** How many milliseconds no request may be sent to a server; 0 if one may be sent now. */
export function remainingCooldown(base: string, now: number): number {
	return Math.max(0, (cooldowns.get(base) ?? 0) - now);
}
