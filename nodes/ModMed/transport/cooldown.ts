/** A server that asks for more than this is asked again now and then all the same. */
const LONGEST_REST_MS = 5 * 60 * 1000;

/** Until when a practice's server wants to be left alone by all nodes of the process. */
const restingUntil = new Map<string, number>();

/** Takes note of how long a server asks to be left alone. */
export function startCooldown(base: string, ms: number, now: number): void {
	const until = now + Math.min(ms, LONGEST_REST_MS);
	restingUntil.set(base, Math.max(until, restingUntil.get(base) ?? 0));
}

/** How long a server is still to be left alone, in milliseconds; 0 where it may be asked. */
export function remainingCooldown(base: string, now: number): number {
	return Math.max(0, (restingUntil.get(base) ?? 0) - now);
}

/** Forgets every rest: for tests. */
export function resetCooldowns(): void {
	restingUntil.clear();
}
