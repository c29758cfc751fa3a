import { processCache } from '../../shared/processMemory';

/** A server that asks for more than this is asked again now and then all the same. */
const LONGEST_COOLDOWN_MS = 5 * 60 * 1000;
const MOST_SERVERS = 1000;

/** Until when each practice's server is to be left alone by all nodes of the process. */
const cooldowns = processCache<number>(
	{ max: MOST_SERVERS, ttlMs: LONGEST_COOLDOWN_MS },
	'refusals',
);

/** Notes how long a server asks to be left alone. */
export function startCooldown(base: string, ms: number, now: number): void {
	const until = now + Math.min(ms, LONGEST_COOLDOWN_MS);
	cooldowns.set(base, Math.max(until, cooldowns.get(base) ?? 0));
}

/** How many milliseconds a server is still to be left alone; 0 where it may be asked. */
export function remainingCooldown(base: string, now: number): number {
	return Math.max(0, (cooldowns.get(base) ?? 0) - now);
}
