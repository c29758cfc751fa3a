import { boundedCache } from '../../shared/processMemory';

const KEEP_MS = 300_000;
const MOST_KEPT = 5_000;

/**
 * What one execution has read and written, so that its next node can compare without asking the
 * CRM again. Kept for a few minutes only.
 */
export class Snapshots<T> {
	private readonly entries = boundedCache<{ value: T }>({ max: MOST_KEPT, ttlMs: KEEP_MS });

	get(executionId: string, key: string): T | undefined {
		return this.entries.get(keyOf(executionId, key))?.value;
	}

	set(executionId: string, key: string, value: T): void {
		if (executionId !== '') this.entries.set(keyOf(executionId, key), { value });
	}

	drop(executionId: string, key: string): void {
		this.entries.delete(keyOf(executionId, key));
	}
}

function keyOf(executionId: string, key: string): string {
	return `${executionId}|${key}`;
}
