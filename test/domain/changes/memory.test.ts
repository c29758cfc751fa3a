import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ResourceState } from '../../../domain/changes/findChanges';
import { fieldHashes, fingerprint } from '../../../domain/changes/fingerprint';
import type { Memory } from '../../../domain/changes/memory';
import { readEntry, withoutEntriesBefore, writeEntry } from '../../../domain/changes/memory';

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

const memoryOf = (...readings: Array<ResourceState<null>>): Memory =>
	Object.fromEntries(
		readings.map(({ id, trackedFields: parts, lastUpdated }) => [
			id,
			writeEntry(parts, lastUpdated),
		]),
	);

describe('a memory entry', () => {
	const parts = fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 6 });

	it('is read as it was written', () => {
		fc.assert(
			fc.property(
				parts,
				fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
				(some, date) => {
					const entry = readEntry(writeEntry(some, date.toISOString()));
					expect(entry.fingerprint).toBe(fingerprint(some));
					expect(entry.fieldHashes).toBe(fieldHashes(some));
					expect(entry.changedAt).toBe(Math.floor(date.getTime() / 1000));
				},
			),
		);
	});

	it('is dropped where it is older than an instant', () => {
		const memory = memoryOf(
			reading({ id: 'a', lastUpdated: '2026-03-09T00:00:00.000Z' }),
			reading({ id: 'b' }),
		);
		expect(Object.keys(withoutEntriesBefore(memory, SINCE))).toEqual(['b']);
	});

	it('is read without throwing, whatever it holds', () => {
		fc.assert(fc.property(fc.string(), (entry) => void readEntry(entry)));
	});
});
