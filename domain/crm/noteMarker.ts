import { plainNote } from '../text/plainText';

const MARKER = /^Ref: (\S+)$/;

export interface StoredNote {
	id: string;
	body: string;
	/** ISO 8601, or empty where the CRM gave none. */
	dateAdded: string;
}

/** A note's text, and nothing but text, with the key of its event as its last line. */
export function withMarker(body: string, eventKey: string): string {
	const note = plainNote(body);
	return eventKey === '' ? note : `${note}\nRef: ${eventKey}`;
}

/** The key of the event a note tells of, or an empty text. The CRM may have made HTML of the note. */
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
 * The note that already tells of an event: the latest one about the same resource, if it is of
 * exactly this event. A status that changes back and forth is so noted each time.
 */
export function findNoteOf(notes: readonly StoredNote[], eventKey: string): StoredNote | undefined {
	const latest = notesAbout(notes, eventKey).reduce<StoredNote | undefined>(
		(newest, note) => (newest && newest.dateAdded >= note.dateAdded ? newest : note),
		undefined,
	);
	return latest && markerOf(latest.body) === eventKey ? latest : undefined;
}

/**
 * The note that somebody else has written about the same event just before a note. Of two who
 * write at once, each sees the same order, so that one of them alone comes second.
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
