import { LRUCache } from '../../vendor/lruCache';

const resets = new Set<() => void>();

/** Registers what a module remembers beyond one call, so that it can be reset. */
export function onProcessMemoryReset(reset: () => void): void {
	resets.add(reset);
}

/** Makes every module forget what it remembers, as a restart of n8n would. Used by tests only. */
export function resetProcessMemory(): void {
	for (const reset of resets) reset();
}

/** A map for the lifetime of the process. */
export function processMap<Value>(): Map<string, Value> {
	const map = new Map<string, Value>();
	onProcessMemoryReset(() => map.clear());
	return map;
}

/** A bounded cache for the lifetime of the process. */
export function processCache<Value extends object | string | number>(
	bounds: CacheBounds,
): LRUCache<string, Value> {
	const cache = boundedCache<Value>(bounds);
	onProcessMemoryReset(() => cache.clear());
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
	// The wall clock, read anew each time: lru-cache's own does not go on while a machine sleeps.
	return new LRUCache({ max, ttl: ttlMs, ttlResolution: 0, perf: { now: () => Date.now() } });
}
