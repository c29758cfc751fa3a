import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { CachedValue } from '../../../../nodes/shared/http/cachedValue';

const HOUR_MS = 3_600_000;

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

/** Reads 1, then 2, and so on. */
function counter() {
	let reads = 0;
	return async () => await Promise.resolve((reads += 1));
}

describe('a cached value', () => {
	it('is read once by simultaneous reads, and kept for an hour', async () => {
		const cached = new CachedValue<number>();
		const read = counter();
		expect(await Promise.all([cached.get(read), cached.get(read)])).toEqual([1, 1]);
		jest.setSystemTime(Date.now() + HOUR_MS - 1_000);
		expect(await cached.get(read)).toBe(1);
		jest.setSystemTime(Date.now() + 2_000);
		expect(await cached.get(read)).toBe(2);
	});

	it('is read anew if it is older than wanted, or was dropped', async () => {
		const cached = new CachedValue<number>();
		const read = counter();
		await cached.get(read);
		expect(await cached.get(read, Date.now())).toBe(1);
		expect(await cached.get(read, Date.now() + 1)).toBe(2);
		cached.drop();
		expect(await cached.get(read)).toBe(3);
	});

	it('is not kept if the read failed', async () => {
		const cached = new CachedValue<number>();
		await expect(cached.get(async () => await Promise.reject(new Error('down')))).rejects.toThrow(
			'down',
		);
		expect(await cached.get(counter())).toBe(1);
	});
});
