import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';

import { claimNote, claimsOf, standingOf } from '../../../domain/crm/claimNote';
import type { StoredNote } from '../../../domain/crm/noteMarker';

const MOTHER = '385871';
const CHILD = '385872';

const claim = (id: string, patientId: string, minute: number): StoredNote => ({
	id,
	body: claimNote(patientId),
	dateAdded: new Date(Date.UTC(2026, 10, 25, 12, minute)).toISOString(),
});

describe('a claim', () => {
	it('is a note that tells a person what to do with it', () => {
		expect(claimNote(MOTHER)).toMatch(/is being matched to a patient.*delete it/);
		expect(claimsOf([claim('a', MOTHER, 0), claim('b', CHILD, 0)], MOTHER)).toHaveLength(1);
	});

	it('is granted where nobody else claims the contact', () => {
		const others = [{ id: 'x', body: 'Called her\nRef: Appointment/1#a', dateAdded: '' }];
		expect(standingOf([...others, claim('a', MOTHER, 0)], MOTHER).is).toBe('granted');
	});

	it('is lost to an earlier one, and undecided against a later one', () => {
		const notes = [claim('b', CHILD, 1), claim('a', MOTHER, 0)];
		expect([standingOf(notes, MOTHER).is, standingOf(notes, CHILD).is]).toEqual([
			'undecided',
			'lost',
		]);
	});

	it('is undecided while it is not listed itself', () => {
		expect(standingOf([claim('b', CHILD, 1)], MOTHER).is).toBe('undecided');
	});

	it('that a crash left behind goes on with its place, and is ignored by others after an hour', () => {
		const left = claim('a', MOTHER, 0);
		const retried = standingOf([left, claim('b', CHILD, 5), claim('c', MOTHER, 10)], MOTHER);
		expect(retried).toMatchObject({ is: 'undecided', ownNoteIds: ['a', 'c'] });
		expect(standingOf([left, claim('b', CHILD, 60)], CHILD).is).toBe('lost');
		expect(standingOf([left, claim('b', CHILD, 61)], CHILD)).toMatchObject({
			is: 'granted',
			staleNoteIds: ['a'],
		});
	});
});

/** Each claimant adds its note and then reads the list; its note bears whatever time a clock says. */
test('of any number of claimants at most one is granted, whatever the clocks say', () => {
	const step = fc.record({
		patientId: fc.constantFrom('1', '2', '3'),
		minute: fc.integer({ min: 0, max: 50 }),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
			const notes: StoredNote[] = [];
			const granted = new Set<string>();
			for (const [index, { patientId, minute }] of steps.entries()) {
				if (claimsOf(notes, patientId).length === 0) {
					notes.push(claim(`note${index}`, patientId, minute));
				} else if (standingOf(notes, patientId).is === 'granted') granted.add(patientId);
			}
			expect(granted.size).toBeLessThanOrEqual(1);
		}),
	);
});
