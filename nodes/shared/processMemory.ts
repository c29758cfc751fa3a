import { LRUCache } from '../../vendor/lruCache';

/** `refusals`: for how long a service is not to be asked again. `knowledge`: everything else. */
type Kind = 'refusals' | 'knowledge';

const memories: Array<{ kind: Kind; clear: () => void }> = [];

/**
 * Makes every module forget what it remembers beyond one call, as a restart of n8n would. Used by
 * tests only.
 * @param kind To let only so much be forgotten, as time would.
 */
export function resetProcessMemory(kind?: Kind): void {
	for (const memory of memories) if (kind === undefined || memory.kind === kind) memory.clear();
}

/** A map for the lifetime of the process. */
export function processMap<Value>(): Map<string, Value> {
	const map = new Map<string, Value>();
	memories.push({ kind: 'knowledge', clear: () => map.clear() });
	return map;
}

/** A bounded cache for the lifetime of the process. */
export function processCache<Value extends object | string | number>(
	bounds: CacheBounds,
	kind: Kind = 'knowledge',
): LRUCache<string, Value> {
	const cache = boundedCache<Value>(bounds);
	memories.push({ kind, clear: () => cache.clear() });
	return cache;
}

export interface CacheBounds {
	/** The entry that was used least recently makes room for one more. */
	max: number;
	/** Milliseconds after which an entry is gone. Without it entries do not expire. */
	ttlMs?: number;
}

/** A cache that holds a limited number of entries for a limited time. */
export function boundedCache<Value extends object | string | number>({
	max,
	ttlMs = 0,
}: CacheBounds): LRUCache<string, Value> {
	// The wall clock, read anew each time: n8n's package scan allows no timers, and so none are bundled.
	return new LRUCache({ max, ttl: ttlMs, ttlResolution: 0, perf: { now: () => Date.now() } });
}
