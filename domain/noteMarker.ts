import { plainNote } from './plainText';

const MARKER = /^Ref: (\S+)$/;

export interface WrittenNote {
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
export function findNoted(
	notes: readonly WrittenNote[],
	eventKey: string,
): WrittenNote | undefined {
	const ofResource = notes.filter(
		({ body }) => resourceOf(markerOf(body)) === resourceOf(eventKey),
	);
	const latest = ofResource.reduce<WrittenNote | undefined>(
		(newest, note) => (newest && newest.dateAdded >= note.dateAdded ? newest : note),
		undefined,
	);
	return latest && markerOf(latest.body) === eventKey ? latest : undefined;
}

function resourceOf(eventKey: string): string {
	return eventKey.split('#')[0] ?? '';
}
