import { createHash } from 'node:crypto';

/**
 * What a trigger remembers of contacts, by their ids: a hash of what was delivered last, in a form
 * that n8n saves and that must not change.
 */
export type WatchedContacts = Record<string, string>;

/** Stands between the hash and the time of a delivery that has not been compared with the CRM yet. */
const UNCHECKED = '?';
/** The entry of a contact that is being delivered: whatever state is read next counts as a change. */
export const UNCERTAIN = '!';

/**
 * A hash of what is watched of a contact: twelve hexadecimal digits that reveal nothing.
 * @example hashOf('tag', 'patient') // '798723167e8f'
 */
export function hashOf(...values: string[]): string {
	const digest = createHash('sha256').update(JSON.stringify(values)).digest('hex');
	return digest.slice(0, 12);
}

/**
 * The entry of a contact that was delivered and has to be compared with the CRM once more.
 * @param deliveredAt Milliseconds since 1970.
 * @example deliveredEntry('1f2e3d4c5b6a', 1772359200000) // '1f2e3d4c5b6a?1772359200000'
 */
export function deliveredEntry(hash: string, deliveredAt: number): string {
	return `${hash}${UNCHECKED}${deliveredAt}`;
}

/**
 * What an entry says.
 * @example readWatchEntry('1f2e3d4c5b6a?1772359200000')
 * // { hash: '1f2e3d4c5b6a', uncheckedSince: 1772359200000 }
 */
export function readWatchEntry(entry: string): { hash: string; uncheckedSince?: number } {
	const [hash = '', since] = entry.split(UNCHECKED);
	return since === undefined ? { hash } : { hash, uncheckedSince: Number(since) };
}

export interface ContactListing {
	/** By contact ID; empty where a contact no longer has what is watched. */
	hashes: ReadonlyMap<string, string>;
	/** Whether the search found all of them. */
	complete: boolean;
}

/**
 * The IDs of contacts that may have changed: those found that differ from what is remembered, then
 * those remembered that were not found. The CRM's search lags behind, so each has to be read first.
 */
export function changeCandidates(
	watched: WatchedContacts,
	{ hashes, complete }: ContactListing,
): string[] {
	const differing = [...hashes]
		.filter(([id, hash]) => hash !== '' && hash !== readWatchEntry(watched[id] ?? '').hash)
		.map(([id]) => id);
	const isGone = (id: string) => (hashes.has(id) ? hashes.get(id) === '' : complete);
	return [...differing, ...Object.keys(watched).filter(isGone)];
}

/** The memory with every contact that is found and not yet known, as if it had been delivered. */
export function setBaseline(watched: WatchedContacts, { hashes }: ContactListing): WatchedContacts {
	const present = [...hashes].filter(([, hash]) => hash !== '');
	return { ...Object.fromEntries(present), ...watched };
}
