import { processCache } from '../../shared/processMemory';

/** A server that asks for more is sent a request after this time all the same. */
const MAX_COOLDOWN_MS = 5 * 60 * 1000;
const MAX_SERVERS = 1000;

/** Until when no node of the process may send a request to each practice's server. */
const cooldowns = processCache<number>({ max: MAX_SERVERS, ttlMs: MAX_COOLDOWN_MS }, 'refusals');

/** Notes for how long a server asks for no requests. */
export function startCooldown(base: string, ms: number, now: number): void {
	const until = now + Math.min(ms, MAX_COOLDOWN_MS);
	cooldowns.set(base, Math.max(until, cooldowns.get(base) ?? 0));
}

/** How many milliseconds no request may be sent to a server; 0 if one may be sent now. */
export function remainingCooldown(base: string, now: number): number {
	return Math.max(0, (cooldowns.get(base) ?? 0) - now);
}
