import { describe, expect, it, test } from '@jest/globals';

import {
	findDuplicateBefore,
	findNoteOf,
	markerOf,
	withMarker,
} from '../../../domain/crm/noteMarker';

const KEY = 'Appointment/1#aaa';

const OTHER_STATE = 'Appointment/1#bbb';

const OTHER_APPOINTMENT = 'Appointment/2#aaa';

const note = (id: string, eventKey: string, second: number) => ({
	id,
	body: withMarker('Status: Confirmed', eventKey),
	dateAdded: `2026-03-10T12:00:0${second}.000Z`,
});

describe('note marker', () => {
	const note = (key: string, dateAdded: string) => ({
		id: dateAdded,
		body: withMarker('text', key),
		dateAdded,
	});

	test('is read back, out of HTML too', () => {
		expect(markerOf(withMarker('a\nb\n', 'Appointment/1#a'))).toBe('Appointment/1#a');
		expect(markerOf('<p>a</p><p>Ref: Appointment/1#a</p>')).toBe('Appointment/1#a');
		expect(markerOf('Ref: Appointment/1#a\nand more')).toBe('');
		expect(withMarker('a', '')).toBe('a');
	});

	test('only the latest note of the resource counts', () => {
		const first = note('Appointment/1#a', '2026-01-01T00:00:00Z');
		const other = note('Appointment/12#b', '2026-01-05T00:00:00Z');
		expect(findNoteOf([other, first], 'Appointment/1#a')).toBe(first);
		const second = note('Appointment/1#b', '2026-01-02T00:00:00Z');
		expect(findNoteOf([first, second, other], 'Appointment/1#a')).toBeUndefined();
		expect(findNoteOf([second, first], 'Appointment/1#b')).toBe(second);
	});
});

describe('two notes of one event', () => {
	const duplicateOf = (noteId: string, notes: Array<ReturnType<typeof note>>) =>
		findDuplicateBefore(notes, { noteId, eventKey: KEY })?.id;

	it('come one after the other, in whatever order the CRM lists them', () => {
		const notes = [note('a', KEY, 2), note('b', KEY, 1)];
		expect([duplicateOf('a', notes), duplicateOf('b', notes)]).toEqual(['b', undefined]);
	});

	it('come in the order of their ids where both were written at the same moment', () => {
		const notes = [note('b', KEY, 1), note('a', KEY, 1)];
		expect([duplicateOf('a', notes), duplicateOf('b', notes)]).toEqual([undefined, 'a']);
	});

	it('leave one of any number', () => {
		const notes = [note('c', KEY, 3), note('a', KEY, 1), note('b', KEY, 2)];
		expect(notes.filter(({ id }) => duplicateOf(id, notes) === undefined)).toHaveLength(1);
	});

	it('are none where the appointment was something else in between', () => {
		const notes = [note('a', KEY, 1), note('b', OTHER_STATE, 2), note('c', KEY, 3)];
		expect(duplicateOf('c', notes)).toBeUndefined();
	});

	it('are none where the other note is about another appointment, or ours is not listed', () => {
		expect(duplicateOf('b', [note('a', OTHER_APPOINTMENT, 1), note('b', KEY, 2)])).toBeUndefined();
		expect(duplicateOf('gone', [note('a', KEY, 1)])).toBeUndefined();
	});
});
