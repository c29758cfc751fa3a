import { describe, expect, it, test } from '@jest/globals';

import { markerOf, notesOf, withMarker } from '../../../domain/crm/noteMarker';

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
		expect(notesOf([other, first], 'Appointment/1#a')).toEqual([first]);
		const second = note('Appointment/1#b', '2026-01-02T00:00:00Z');
		expect(notesOf([first, second, other], 'Appointment/1#a')).toEqual([]);
		expect(notesOf([second, first], 'Appointment/1#b')).toEqual([second]);
	});
});

describe('notes of one event', () => {
	const idsOf = (notes: Array<ReturnType<typeof note>>) => notesOf(notes, KEY).map(({ id }) => id);

	it('come one after the other, in whatever order the CRM lists them', () => {
		expect(idsOf([note('c', KEY, 3), note('a', KEY, 1), note('b', KEY, 2)])).toEqual([
			'a',
			'b',
			'c',
		]);
	});

	it('come in the order of their ids where both were written at the same moment', () => {
		expect(idsOf([note('b', KEY, 1), note('a', KEY, 1)])).toEqual(['a', 'b']);
	});

	it('are those since the appointment was last something else', () => {
		const notes = [note('a', KEY, 1), note('b', OTHER_STATE, 2), note('c', KEY, 3)];
		expect(idsOf(notes)).toEqual(['c']);
	});

	it('are none where the last one is about another state or another appointment', () => {
		expect(idsOf([note('a', KEY, 1), note('b', OTHER_STATE, 2)])).toEqual([]);
		expect(idsOf([note('a', OTHER_APPOINTMENT, 1)])).toEqual([]);
	});
});
