import { boundedCache } from '../processMemory';

const KEEP_MS = 3_600_000;

interface CachedRead<T> {
	value: T;
	startedAt: number;
}

/** A value read from a service and kept for an hour. Simultaneous reads share one request. */
export class CachedValue<T> {
	private readonly kept = boundedCache<CachedRead<T>>({ max: 1, ttlMs: KEEP_MS });
	private pending?: Promise<T>;

	/** The value, read anew where the kept one is older than an hour or than `notBefore`. */
	async get(read: () => Promise<T>, notBefore = -Infinity): Promise<T> {
		const kept = this.kept.get('value');
		if (kept && kept.startedAt >= notBefore) return kept.value;
		this.pending ??= this.readAnew(read);
		return await this.pending;
	}

	drop(): void {
		this.kept.clear();
	}

	private async readAnew(read: () => Promise<T>): Promise<T> {
		const startedAt = Date.now();
		try {
			const value = await read();
			this.kept.set('value', { value, startedAt }, { start: startedAt });
			return value;
		} finally {
			this.pending = undefined;
		}
	}
}
