import { afterEach, describe, expect, it, jest } from '@jest/globals';

import {
	boundedCache,
	processCache,
	processMap,
	resetProcessMemory,
} from '../../../nodes/shared/processMemory';

afterEach(() => {
	jest.restoreAllMocks();
});

describe('what a process remembers', () => {
	it('is forgotten as a whole by a reset', () => {
		const map = processMap<number>();
		const refusals = processCache<number>({ max: 5 }, 'refusals');
		map.set('a', 1);
		refusals.set('a', 1);
		resetProcessMemory();
		expect([map.size, refusals.size]).toEqual([0, 0]);
	});

	it('is kept where only refusals are forgotten', () => {
		const map = processMap<number>();
		const refusals = processCache<number>({ max: 5 }, 'refusals');
		map.set('a', 1);
		refusals.set('a', 1);
		resetProcessMemory('refusals');
		expect([map.size, refusals.size]).toEqual([1, 0]);
	});
});

describe('a bounded cache', () => {
	it('makes room by dropping the entry that was used least recently', () => {
		const cache = boundedCache<number>({ max: 2 });
		cache.set('a', 1);
		cache.set('b', 2);
		cache.get('a');
		cache.set('c', 3);
		expect([cache.has('a'), cache.has('b'), cache.has('c')]).toEqual([true, false, true]);
	});

	it('keeps an entry for its time to live by the wall clock, and no longer', () => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(1_000);
		const cache = boundedCache<number>({ max: 2, ttlMs: 100 });
		cache.set('a', 1);
		now.mockReturnValue(1_100);
		expect(cache.get('a')).toBe(1);
		now.mockReturnValue(1_101);
		expect(cache.get('a')).toBeUndefined();
	});

	it('keeps an entry for good where no time to live is set', () => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(1_000);
		const cache = boundedCache<number>({ max: 2 });
		cache.set('a', 1);
		now.mockReturnValue(1_000_000_000_000);
		expect(cache.get('a')).toBe(1);
	});
});
