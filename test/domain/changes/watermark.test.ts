import { describe, expect, it } from '@jest/globals';

import { writeEntry } from '../../../domain/changes/memory';
import { memoryKey } from '../../../domain/changes/memoryKey';
import { isReached, placeOf, trimMemory } from '../../../domain/changes/watermark';

const KEY = memoryKey(new Uint8Array(32));
const at = (second: number) => new Date(second * 1000).toISOString();
const memory = Object.fromEntries(
	['a', 'b', 'c', 'd'].map((id, index) => [
		id,
		writeEntry(KEY, { id, trackedFields: [], lastUpdated: at(index < 2 ? 1 : index) }),
	]),
);
const BEYOND = { changedAt: 100, id: '' };

describe('a memory that has grown too large', () => {
	it('forgets its oldest entries, and marks how far', () => {
		const trimmed = trimMemory(memory, undefined, { maxEntries: 3, limit: BEYOND });
		expect(Object.keys(trimmed.memory)).toEqual(['b', 'c', 'd']);
		expect(trimmed.watermark).toEqual({ changedAt: 1, id: 'a' });
	});

	it('keeps what is not older than everything that still waits', () => {
		const limit = placeOf({ id: 'b', lastUpdated: at(1) });
		const trimmed = trimMemory(memory, undefined, { maxEntries: 1, limit });
		expect(Object.keys(trimmed.memory)).toEqual(['b', 'c', 'd']);
	});

	it('never lowers the mark', () => {
		const high = { changedAt: 50, id: 'x' };
		expect(trimMemory(memory, high, { maxEntries: 2, limit: BEYOND }).watermark).toEqual(high);
	});

	it('is left alone while it fits', () => {
		expect(trimMemory(memory, undefined, { maxEntries: 4, limit: BEYOND })).toEqual({
			memory,
			watermark: undefined,
		});
	});
});

describe('a watermark', () => {
	it('has reached what is older, and of one second what comes first by ID', () => {
		const mark = { changedAt: 2, id: 'm' };
		expect(isReached(mark, { changedAt: 1, id: 'z' })).toBe(true);
		expect(isReached(mark, { changedAt: 2, id: 'm' })).toBe(true);
		expect(isReached(mark, { changedAt: 2, id: 'n' })).toBe(false);
		expect(isReached(undefined, { changedAt: 0, id: '' })).toBe(false);
	});
});
