import { recallMark, unchecked } from '../../../domain/contactWatch';
import { getIfThere } from '../transport/contacts';
import type { WatchState } from './state';
import type { ContactEvent, Source } from './toItem';
import { keyStart } from './toItem';

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
	const contact = await getIfThere(crm, id);
	const mark = contact ? watch.mark(contact) : '';
	if (contact === undefined || (mark === '' && !watch.tellsEmptied)) {
		delete state.seen[id];
		state.inFlight = state.inFlight.filter((key) => !key.startsWith(keyStart(id)));
		return undefined;
	}
	const known = recallMark(state.seen[id] ?? '').mark;
	if (mark === known) {
		if (mark === '') delete state.seen[id];
		return undefined;
	}

	const now = Date.now();
	const key = keyInFlight(source, state, id) ?? `${keyStart(id)}${watch.keyPart(mark, now)}`;
	if (watch.tag !== undefined) {
		return { contact, key, reason: 'added', entry: unchecked(mark, now) };
	}
	const reason = mark === '' ? 'emptied' : known === '' ? 'set' : 'changed';
	return { contact, key, reason, entry: mark };
}

/** The key under which this putting on of the tag has been handed over already. */
function keyInFlight(
	{ crm, watch: { tag } }: Source,
	{ inFlight }: WatchState,
	id: string,
): string | undefined {
	if (tag === undefined) return undefined;
	return inFlight
		.filter((key) => key.startsWith(keyStart(id)))
		.find((key) => !crm.location.removals.hasSince(id, tag, timeOf(key)));
}

/** When the tag of a key was first seen. */
function timeOf(key: string): number {
	return parseInt(key.split('.').at(-1) ?? '', 36);
}
