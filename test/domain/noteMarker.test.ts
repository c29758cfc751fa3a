import { describe, expect, it } from '@jest/globals';

import { findDuplicateBefore, withMarker } from '../../domain/crm/noteMarker';

const KEY = 'Appointment/1#aaa';
const OTHER_STATE = 'Appointment/1#bbb';
const OTHER_APPOINTMENT = 'Appointment/2#aaa';

const note = (id: string, eventKey: string, second: number) => ({
	id,
	body: withMarker('Status: Confirmed', eventKey),
	dateAdded: `2026-03-10T12:00:0${second}.000Z`,
});

describe('two notes of one event', () => {
	const twinOf = (noteId: string, notes: Array<ReturnType<typeof note>>) =>
		findDuplicateBefore(notes, { noteId, eventKey: KEY })?.id;

	it('come one after the other, in whatever order the CRM lists them', () => {
		const notes = [note('a', KEY, 2), note('b', KEY, 1)];
		expect([twinOf('a', notes), twinOf('b', notes)]).toEqual(['b', undefined]);
	});

	it('come in the order of their ids where both were written at the same moment', () => {
		const notes = [note('b', KEY, 1), note('a', KEY, 1)];
		expect([twinOf('a', notes), twinOf('b', notes)]).toEqual([undefined, 'a']);
	});

	it('leave one of any number', () => {
		const notes = [note('c', KEY, 3), note('a', KEY, 1), note('b', KEY, 2)];
		expect(notes.filter(({ id }) => twinOf(id, notes) === undefined)).toHaveLength(1);
	});

	it('are none where the appointment was something else in between', () => {
		const notes = [note('a', KEY, 1), note('b', OTHER_STATE, 2), note('c', KEY, 3)];
		expect(twinOf('c', notes)).toBeUndefined();
	});

	it('are none where something else was noted of another appointment, or ours is not listed', () => {
		expect(twinOf('b', [note('a', OTHER_APPOINTMENT, 1), note('b', KEY, 2)])).toBeUndefined();
		expect(twinOf('gone', [note('a', KEY, 1)])).toBeUndefined();
	});
});
