import { readWatchEntry, deliveredEntry } from '../../../domain/changes/contactWatch';
import { getContactIfExists } from '../resources/contact/contactRequests';
import { contactKeyPrefix, firstSeenOf } from '../transport/tagHistory';
import type { WatchState } from './state';
import type { ContactEvent, Source } from './toItem';

/** An event, and what to remember of the contact once it is delivered. */
export interface NewEvent extends ContactEvent {
	entry: string;
}

/** What has happened to a contact, if anything has: the search may be behind. */
export async function readEvent(
	source: Source,
	state: WatchState,
	id: string,
): Promise<NewEvent | undefined> {
	const { crm, watch } = source;
	const askedAt = Date.now();
	const contact = await getContactIfExists(crm, id);
	const mark = contact ? watch.mark(contact) : '';
	if (contact === undefined || (mark === '' && !watch.tellsEmptied)) {
		if (watch.tag !== undefined) crm.location.tagHistory.noteAbsent(id, watch.tag);
		delete state.seen[id];
		state.inFlight = state.inFlight.filter((key) => !key.startsWith(contactKeyPrefix(id)));
		return undefined;
	}
	const known = readWatchEntry(state.seen[id] ?? '').hash;
	if (mark === known) {
		if (mark === '') delete state.seen[id];
		return undefined;
	}

	const now = Date.now();
	if (watch.tag !== undefined) {
		const known = timeInFlight(source, state, id);
		const seen = crm.location.tagHistory.firstSeen(id, watch.tag, askedAt, known);
		const since = known ?? seen;
		const key = `${contactKeyPrefix(id)}${watch.keyPart(mark, since)}`;
		return { contact, key, reason: 'added', entry: deliveredEntry(mark, now) };
	}
	const key = `${contactKeyPrefix(id)}${watch.keyPart(mark, now)}`;
	const reason = mark === '' ? 'emptied' : known === '' ? 'set' : 'changed';
	return { contact, key, reason, entry: mark };
}

/** When this putting on of the tag was first seen, where it has been handed over already. */
function timeInFlight(
	{ crm, watch: { tag } }: Source,
	{ inFlight }: WatchState,
	id: string,
): number | undefined {
	if (tag === undefined) return undefined;
	return inFlight
		.filter((key) => key.startsWith(contactKeyPrefix(id)))
		.map(firstSeenOf)
		.find((time) => !crm.location.tagHistory.wasRemovedSince(id, tag, time));
}
