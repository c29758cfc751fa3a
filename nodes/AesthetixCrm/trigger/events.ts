import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { deliveredEntry, readWatchEntry } from '../../../domain/changes/contactWatch';
import type { Attempt, PreparedBatch } from '../../shared/polling/eventDelivery';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { isRecent } from '../../shared/polling/triggerRuntime';
import type { CrmContact } from '../resources/contact/contact';
import { describeContact } from '../resources/contact/contact';
import { getContactIfExists } from '../resources/contact/contactRequests';
import { readFields } from '../resources/field/customFields';
import type { CrmClient } from '../transport/client';
import { contactKeyPrefix, firstSeenOf } from '../transport/tagHistory';
import type { WatchState } from './state';
import type { TriggerOptions } from './triggerOptions';
import type { Watch } from './watch';

const CONTACTS_AT_ONCE = 5;

/** What all the contacts of a poll have in common. */
export interface EventSource {
	crm: CrmClient;
	watch: Watch;
	options: TriggerOptions;
}

/** Something that has happened to a contact, as read from the contact itself. */
export interface ContactEvent {
	contact: CrmContact;
	key: string;
	reason: 'added' | 'set' | 'changed' | 'emptied';
}

/** An event, and what to remember of the contact once it is delivered. */
interface NewEvent extends ContactEvent {
	entry: string;
}

/** Reads the contacts, and prepares the events of those to which something has happened. */
export async function prepareBatch(
	source: EventSource,
	runtime: TriggerRuntime,
	contactIds: string[],
	{ state, attempt, mayBeDuplicate }: Attempt<WatchState>,
): Promise<PreparedBatch> {
	const limit = pLimit(CONTACTS_AT_ONCE);
	const read = contactIds.map(
		async (id) => await limit(async () => await readEvent(source, state, id)),
	);
	const events = (await Promise.all(read)).filter((event) => event !== undefined);
	const items = events.map(async (event) => {
		const lookFirst = mayBeDuplicate || isRecent(runtime, event.contact.id);
		return await toItem(source, event, { lookFirst, attempt });
	});
	return {
		items: await Promise.all(items),
		entries: Object.fromEntries(events.map(({ contact, entry }) => [contact.id, entry])),
		keys: events.map(({ key }) => key),
		subjects: events.map(({ contact }) => contact.id),
	};
}

/** What has happened to a contact, if anything has: the search that listed it may be outdated. */
async function readEvent(
	source: EventSource,
	state: WatchState,
	id: string,
): Promise<NewEvent | undefined> {
	const { crm, watch } = source;
	const askedAt = Date.now();
	const contact = await getContactIfExists(crm, id);
	const mark = contact ? watch.mark(contact) : '';
	if (contact === undefined || (mark === '' && !watch.reportsEmptied)) {
		forget(source, state, id);
		return undefined;
	}
	const known = readWatchEntry(state.seen[id] ?? '').mark;
	if (mark === known) {
		if (mark === '') delete state.seen[id];
		return undefined;
	}
	const now = Date.now();
	if (watch.tag === undefined) {
		const reason = mark === '' ? 'emptied' : known === '' ? 'set' : 'changed';
		return { contact, key: keyOf(watch, contact, now), reason, entry: mark };
	}
	const inFlightSince = firstSeenInFlight(source, state, id, watch.tag);
	const seen = crm.location.tagHistory.firstSeen(id, watch.tag, askedAt, inFlightSince);
	const key = keyOf(watch, contact, inFlightSince ?? seen);
	return { contact, key, reason: 'added', entry: deliveredEntry(mark, now) };
}

/** The contact is gone or no longer has the tag. */
function forget({ crm, watch }: EventSource, state: WatchState, id: string): void {
	if (watch.tag !== undefined) crm.location.tagHistory.noteAbsent(id, watch.tag);
	delete state.seen[id];
	state.inFlight = state.inFlight.filter((key) => !key.startsWith(contactKeyPrefix(id)));
}

/** When the tag was first seen, if this adding of it is in flight already. */
function firstSeenInFlight(
	{ crm }: EventSource,
	{ inFlight }: WatchState,
	id: string,
	tag: string,
): number | undefined {
	return inFlight
		.filter((key) => key.startsWith(contactKeyPrefix(id)))
		.map(firstSeenOf)
		.find((time) => !crm.location.tagHistory.wasRemovedSince(id, tag, time));
}

/** @param firstSeen Unix time in milliseconds. */
export function keyOf(watch: Watch, contact: CrmContact, firstSeen: number): string {
	return `${contactKeyPrefix(contact.id)}${watch.keySuffix(contact, firstSeen)}`;
}

/** The output of the trigger: a reference to the contact, with the contact itself if wanted. */
export async function toItem(
	{ crm, watch, options }: EventSource,
	{ contact, key, reason }: ContactEvent,
	delivery: { attempt: number; lookFirst: boolean },
): Promise<INodeExecutionData> {
	const reference: IDataObject = {
		event: options.event,
		key,
		resourceType: 'Contact',
		id: contact.id,
		...watch.output,
		reasons: [reason],
		...delivery,
	};
	if (!options.fullData) return { json: reference };
	return { json: { ...reference, contact: describeContact(contact, await readFields(crm)) } };
}
