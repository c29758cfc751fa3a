import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ResourceState } from '../../../domain/changes/findChanges';
import { findChanges, latestStates } from '../../../domain/changes/findChanges';
import type { Memory } from '../../../domain/changes/memory';
import { writeEntry } from '../../../domain/changes/memory';
import { memoryKey } from '../../../domain/changes/memoryKey';

const reading = (changes: Partial<ResourceState<null>> = {}): ResourceState<null> => ({
	resourceType: 'Appointment',
	id: '1',
	subject: 'p1',
	lastUpdated: '2026-03-10T10:00:00.000Z',
	created: '2026-03-10T09:00:00.000Z',
	trackedFields: [
		['status', 'pending'],
		['type', 'a'],
	],
	payload: null,
	...changes,
});

const SINCE = '2026-03-10T00:00:00.000Z';
const KEY = memoryKey(new Uint8Array(32));

const changesIn = (memory: Memory, states: Array<ResourceState<null>>) =>
	findChanges({ memory, key: KEY, newSince: SINCE }, states);

const memoryOf = (...readings: Array<ResourceState<null>>): Memory =>
	Object.fromEntries(readings.map((state) => [state.id, writeEntry(KEY, state)]));

/** Few ids, subjects, times and contents, so that they meet often. */
const anyReading = fc
	.record({
		id: fc.constantFrom('1', '2', '3', '4'),
		minute: fc.integer({ min: 0, max: 5 }),
		status: fc.constantFrom('pending', 'booked', 'cancelled'),
		type: fc.constantFrom('a', 'b'),
	})
	.map(({ id, minute, status, type }) =>
		reading({
			id,
			lastUpdated: `2026-03-10T10:0${minute}:00.000Z`,
			trackedFields: [
				['status', status],
				['type', type],
			],
		}),
	);

describe('findChanges', () => {
	it('tells new resources from old ones', () => {
		const old = reading({ id: '2', created: '2026-01-01T00:00:00.000Z' });
		expect(changesIn({}, [reading(), old]).map(({ reasons }) => reasons)).toEqual([
			['new'],
			['changed'],
		]);
	});

	it('names the fields that changed', () => {
		const changed = reading({
			trackedFields: [
				['status', 'booked'],
				['type', 'b'],
			],
			lastUpdated: '2026-03-10T10:01:00.000Z',
		});
		expect(changesIn(memoryOf(reading()), [changed])).toMatchObject([
			{ reasons: ['status', 'type'] },
		]);
	});

	it('ignores a touch, and an older state that is read late', () => {
		const touched = reading({ lastUpdated: '2026-03-10T10:05:00.000Z' });
		const older = reading({
			trackedFields: [
				['status', 'x'],
				['type', 'a'],
			],
			lastUpdated: '2026-03-10T09:59:00.000Z',
		});
		expect(changesIn(memoryOf(reading()), [touched])).toEqual([]);
		expect(changesIn(memoryOf(reading()), [older])).toEqual([]);
	});

	it('finds the same in whatever order and however often something was read', () => {
		fc.assert(
			fc.property(
				fc.array(anyReading),
				fc.array(anyReading),
				fc.infiniteStream(fc.nat()),
				(known, read, order) => {
					const memory = memoryOf(...latestStates(known));
					const shuffled = [...read, ...read]
						.map((value) => ({ value, rank: order.next().value as number }))
						.sort((a, b) => a.rank - b.rank)
						.map(({ value }) => value);
					expect(changesIn(memory, shuffled)).toEqual(changesIn(memory, read));
				},
			),
		);
	});

	it('finds nothing a second time once it is remembered', () => {
		fc.assert(
			fc.property(fc.array(anyReading), fc.array(anyReading), (known, read) => {
				const memory = memoryOf(...latestStates(known));
				const changes = changesIn(memory, read);
				const delivered = changes.map(({ state, entry }) => [state.id, entry]);
				const after = { ...memory, ...(Object.fromEntries(delivered) as Memory) };
				expect(changesIn(after, read)).toEqual([]);
			}),
		);
	});

	it('gives each resource once, oldest change first', () => {
		fc.assert(
			fc.property(fc.array(anyReading), (read) => {
				const changes = changesIn({}, read).map((change) => change.state);
				expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
				const keys = changes.map(({ lastUpdated, id }) => lastUpdated + id);
				expect(keys).toEqual([...keys].sort());
			}),
		);
	});
});
