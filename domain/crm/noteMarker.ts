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
 * The notes about an event, in the order in which they were added: the last ones about the same
 * resource, if they are about exactly this event. A status that changes back and forth is therefore
 * noted each time.
 *
 * All but the first are twins: written by another process at the same moment, or carried out by the
 * CRM long after they were sent. Everybody sees the same order, so everybody takes the same ones back.
 * @example notesOf([{ id: 'a', body: 'Booked\nRef: Appointment/7#3f9a', dateAdded: '' }], 'Appointment/7#3f9a').length // 1
 */
export function notesOf(notes: readonly StoredNote[], eventKey: string): StoredNote[] {
	const aboutResource = notes.filter(
		({ body }) => resourceOf(markerOf(body)) === resourceOf(eventKey),
	);
	const inOrder = aboutResource.sort(compareNotes);
	const lastOther = inOrder.findLastIndex(({ body }) => markerOf(body) !== eventKey);
	return inOrder.slice(lastOther + 1);
}

/** Orders notes as they were added. Everybody sees the same order, whoever has added them. */
export function compareNotes(a: StoredNote, b: StoredNote): number {
	if (a.dateAdded !== b.dateAdded) return a.dateAdded < b.dateAdded ? -1 : 1;
	return a.id < b.id ? -1 : Number(a.id > b.id);
}

function resourceOf(eventKey: string): string {
	return eventKey.split('#')[0] ?? '';
}
