import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { batchBySubject } from '../../../domain/changes/batchBySubject';

describe('batchBySubject', () => {
	const events = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat()));
	const subjectOf = ([subject]: [string, number]) => subject;

	it('puts every event in one batch, within the size, and no subject twice in one', () => {
		fc.assert(
			fc.property(events, fc.integer({ min: 1, max: 5 }), (all, size) => {
				const batches = batchBySubject(all, subjectOf, size);
				expect(batches.flat()).toHaveLength(all.length);
				expect(new Set(batches.flat())).toEqual(new Set(all));
				for (const batch of batches) {
					expect(batch.length).toBeGreaterThan(0);
					expect(batch.length).toBeLessThanOrEqual(size);
					expect(new Set(batch.map(subjectOf)).size).toBe(batch.length);
				}
			}),
		);
	});

	it('keeps the order of every subject', () => {
		fc.assert(
			fc.property(events, fc.integer({ min: 1, max: 5 }), (all, size) => {
				const batched = batchBySubject(all, subjectOf, size).flat();
				for (const subject of ['a', 'b', 'c', 'd']) {
					const of = (list: Array<[string, number]>) =>
						list.filter((event) => subjectOf(event) === subject);
					expect(of(batched)).toEqual(of(all));
				}
			}),
		);
	});
});
