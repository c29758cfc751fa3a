import { plainNote } from '../text/plainText';

const MARKER = /^Ref: (\S+)$/;

export interface StoredNote {
	id: string;
	body: string;
	/** ISO 8601, or empty where the CRM gave none. */
	dateAdded: string;
}

/**
 * A note as plain text, with the key of its event as the last line.
 * @example withMarker('Booked', 'Appointment/7#3f9a') // 'Booked\nRef: Appointment/7#3f9a'
 */
export function withMarker(body: string, eventKey: string): string {
	const note = plainNote(body);
	return eventKey === '' ? note : `${note}\nRef: ${eventKey}`;
}

/**
 * The key of the event that a note is about, or an empty text. The CRM may have made HTML of it.
 * @example markerOf('<p>Booked</p><p>Ref: Appointment/7#3f9a</p>') // 'Appointment/7#3f9a'
 */
export function markerOf(body: string): string {
	const lastLine = body
		.replace(/<[^<>]*>/g, '\n')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.at(-1);
	return MARKER.exec(lastLine ?? '')?.[1] ?? '';
}

/**
 * The note about an event: the latest one about the same resource, if it is about exactly this
 * event. A status that changes back and forth is therefore noted each time.
 */
export function findNoteOf(notes: readonly StoredNote[], eventKey: string): StoredNote | undefined {
	const latest = notesAbout(notes, eventKey).reduce<StoredNote | undefined>(
		(newest, note) => (newest && newest.dateAdded >= note.dateAdded ? newest : note),
		undefined,
	);
	return latest && markerOf(latest.body) === eventKey ? latest : undefined;
}

/**
 * The note about the same event that another process wrote just before a note. Two that write at
 * once see the same order, so exactly one of them finds a duplicate.
 */
export function findDuplicateBefore(
	notes: readonly StoredNote[],
	{ noteId, eventKey }: { noteId: string; eventKey: string },
): StoredNote | undefined {
	const inOrder = notesAbout(notes, eventKey).sort(byTime);
	const place = inOrder.findIndex(({ id }) => id === noteId);
	const before = inOrder[place - 1];
	return before && markerOf(before.body) === eventKey ? before : undefined;
}

function notesAbout(notes: readonly StoredNote[], eventKey: string): StoredNote[] {
	return notes.filter(({ body }) => resourceOf(markerOf(body)) === resourceOf(eventKey));
}

function byTime(a: StoredNote, b: StoredNote): number {
	if (a.dateAdded !== b.dateAdded) return a.dateAdded < b.dateAdded ? -1 : 1;
	return a.id < b.id ? -1 : Number(a.id > b.id);
}

function resourceOf(eventKey: string): string {
	return eventKey.split('#')[0] ?? '';
}
