import { boundedCache } from '../processMemory';

const KEEP_MS = 3_600_000;

interface Reading<T> {
	value: T;
	startedAt: number;
}

/** Something read from a service once and kept for an hour. Simultaneous reads share one answer. */
export class CachedValue<T> {
	private readonly kept = boundedCache<Reading<T>>({ max: 1, ttlMs: KEEP_MS });
	private reading?: Promise<T>;

	/** The value, read anew where the kept one is older than an hour or than `notBefore`. */
	async get(read: () => Promise<T>, notBefore = -Infinity): Promise<T> {
		const kept = this.kept.get('value');
		if (kept && kept.startedAt >= notBefore) return kept.value;
		this.reading ??= this.readAnew(read);
		return await this.reading;
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
			this.reading = undefined;
		}
	}
}
