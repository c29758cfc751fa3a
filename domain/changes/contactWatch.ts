import { createHash } from 'node:crypto';

/** What a watch remembers of contacts, by their ids: what they were like when last delivered. */
export type WatchedContacts = Record<string, string>;

/** Delivered, and not yet known whether the contact was still so afterwards. */
const UNCHECKED = '?';
/** On its way: whatever the contact is like when it is read again, it counts as a change. */
export const UNCERTAIN = '!';

/** What a contact is like, without saying it: twelve hexadecimal digits, or nothing for nothing. */
export function hashOf(...values: string[]): string {
	const digest = createHash('sha256').update(JSON.stringify(values)).digest('hex');
	return digest.slice(0, 12);
}

export function deliveredEntry(mark: string, handedOverAt: number): string {
	return `${mark}${UNCHECKED}${handedOverAt}`;
}

/** Reads an entry back. */
export function readWatchEntry(entry: string): { mark: string; uncheckedSince?: number } {
	const [mark = '', since] = entry.split(UNCHECKED);
	return since === undefined ? { mark } : { mark, uncheckedSince: Number(since) };
}

export interface Listing {
	/** The marks of the contacts that were found. */
	hashes: ReadonlyMap<string, string>;
	/** Whether that is all there are. */
	complete: boolean;
}

/**
 * The contacts that may be another than they were: those found that differ from what is
 * remembered, then those remembered that were not found. The search is behind, so each has to be
 * read before anything is made of it.
 */
export function changeCandidates(
	watched: WatchedContacts,
	{ hashes: marks, complete }: Listing,
): string[] {
	const differing = [...marks]
		.filter(([id, mark]) => mark !== '' && mark !== readWatchEntry(watched[id] ?? '').mark)
		.map(([id]) => id);
	const isGone = (id: string) => (marks.has(id) ? marks.get(id) === '' : complete);
	return [...differing, ...Object.keys(watched).filter(isGone)];
}

/** What is remembered where all that is found and not known has been so from before. */
export function setBaseline(watched: WatchedContacts, { hashes: marks }: Listing): WatchedContacts {
	const present = [...marks].filter(([, mark]) => mark !== '');
	return { ...Object.fromEntries(present), ...watched };
}
