import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { TrackedField } from '../../../domain/changes/fingerprint';
import type { Memory } from '../../../domain/changes/memory';
import {
	changedFields,
	readEntry,
	uncertainEntry,
	withoutEntriesBefore,
	writeEntry,
} from '../../../domain/changes/memory';
import { keyedHashes, memoryKey } from '../../../domain/changes/memoryKey';

const KEY = memoryKey(new Uint8Array(32).fill(1));
const OTHER_KEY = memoryKey(new Uint8Array(32).fill(2));
const SINCE = '2026-03-10T00:00:00.000Z';

const state = (
	changes: Partial<{ id: string; lastUpdated: string; trackedFields: TrackedField[] }> = {},
) => ({
	id: '1',
	lastUpdated: '2026-03-10T10:00:00.000Z',
	trackedFields: [
		['status', 'pending'],
		['type', 'a'],
	] as TrackedField[],
	...changes,
});
const booked = state({
	lastUpdated: '2026-03-10T11:00:00.000Z',
	trackedFields: [
		['status', 'booked'],
		['type', 'a'],
	],
});
/** As the first version of the trigger wrote it for `state()`. */
const OLD_ENTRY = '8NOqtkAxYqyp0tboh40';

describe('a memory entry', () => {
	const fields = fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 6 });

	it('is read as it was written', () => {
		fc.assert(
			fc.property(
				fields,
				fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
				(trackedFields, date) => {
					const written = state({ trackedFields, lastUpdated: date.toISOString() });
					expect(readEntry(writeEntry(KEY, written))).toEqual({
						tag: KEY.tag,
						...keyedHashes(KEY, '1', trackedFields),
						changedAt: Math.floor(date.getTime() / 1000),
					});
				},
			),
		);
	});

	it('is dropped where it is older than an instant', () => {
		const memory: Memory = {
			a: writeEntry(KEY, state({ id: 'a', lastUpdated: '2026-03-09T00:00:00.000Z' })),
			b: writeEntry(KEY, state({ id: 'b' })),
		};
		expect(Object.keys(withoutEntriesBefore(memory, SINCE))).toEqual(['b']);
	});

	it('is read without throwing, whatever it holds', () => {
		fc.assert(fc.property(fc.string(), (entry) => void readEntry(entry)));
	});

	it('names the fields that changed, and none where nothing did', () => {
		const entry = writeEntry(KEY, state());
		expect(changedFields(KEY, entry, booked)).toEqual(['status']);
		expect(changedFields(KEY, entry, state({ lastUpdated: booked.lastUpdated }))).toBeUndefined();
	});

	it('of something in flight differs from every state', () => {
		const entry = uncertainEntry(writeEntry(KEY, state()));
		expect(changedFields(KEY, entry, state())).toEqual(['changed']);
		expect(changedFields(OTHER_KEY, entry, state())).toEqual(['changed']);
	});
});

describe('an entry from before there was a key', () => {
	it('is compared in its old way: what is the same is no event', () => {
		expect(changedFields(KEY, OLD_ENTRY, state())).toBeUndefined();
		expect(changedFields(KEY, OLD_ENTRY, booked)).toEqual(['status']);
		expect(changedFields(KEY, uncertainEntry(OLD_ENTRY), state())).toEqual(['changed']);
	});
});

describe('an entry made with another key', () => {
	const entry = writeEntry(OTHER_KEY, state());

	it('is the same where the resource has not changed since', () => {
		expect(changedFields(KEY, entry, state())).toBeUndefined();
	});

	it('is a change where it has', () => {
		expect(changedFields(KEY, entry, booked)).toEqual(['changed']);
	});
});

describe('what an entry says without the key', () => {
	it('is nothing: equal values of two resources, or under two keys, look different', () => {
		const entries = [KEY, OTHER_KEY].flatMap((key) =>
			['1', '2'].map((id) => readEntry(writeEntry(key, state({ id })))),
		);
		expect(new Set(entries.map(({ hash }) => hash)).size).toBe(4);
		expect(new Set(entries.map(({ fieldHashes }) => fieldHashes)).size).toBe(4);
	});

	it('spreads evenly over all letters', () => {
		const counts = new Map<string, number>();
		for (let id = 0; id < 4_000; id++) {
			const { hash, fieldHashes } = readEntry(writeEntry(KEY, state({ id: String(id) })));
			for (const letter of hash + fieldHashes) counts.set(letter, (counts.get(letter) ?? 0) + 1);
		}
		const expected = (4_000 * 12) / 64;
		for (const count of counts.values()) {
			expect(count).toBeGreaterThan(expected * 0.8);
			expect(count).toBeLessThan(expected * 1.2);
		}
		expect(counts.size).toBe(64);
	});
});
