const KEEP_MS = 3_600_000;

/** Something read from the CRM once and kept for an hour. Who asks meanwhile shares the answer. */
export class CachedValue<T> {
	private value?: T;
	private readAt = -Infinity;
	private reading?: Promise<T>;

	/** The value, read anew where the kept one is older than an hour or than `notBefore`. */
	async get(read: () => Promise<T>, notBefore = -Infinity): Promise<T> {
		const oldest = Math.max(Date.now() - KEEP_MS, notBefore);
		if (this.value !== undefined && this.readAt >= oldest) return this.value;
		this.reading ??= this.readAnew(read);
		return await this.reading;
	}

	drop(): void {
		this.value = undefined;
	}

	private async readAnew(read: () => Promise<T>): Promise<T> {
		const startedAt = Date.now();
		try {
			const value = await read();
			this.value = value;
			this.readAt = startedAt;
			return value;
		} finally {
			this.reading = undefined;
		}
	}
}
