import type { Change, ResourceState } from '../../../domain/changes/findChanges';
import { findChanges, latestStates } from '../../../domain/changes/findChanges';
import { fingerprint } from '../../../domain/changes/fingerprint';
import { readEntry, withoutEntriesBefore, writeEntry } from '../../../domain/changes/memory';
import type { ChangeSearch } from '../../../domain/changes/searchWindow';
import { searchesSince, toServerTime, windowStart } from '../../../domain/changes/searchWindow';
import { statusOf } from '../transport/apiError';
import type { ModMedClient } from '../transport/client';
import type { ChangeDetection, ChangesRead, ReadContext } from './detection';
import type { EventReader, Payload } from './eventReader';
import { eventReaders } from './events';
import { unreadableKey } from './report';
import type { TriggerState } from './state';
import type { TriggerFilters } from './triggerOptions';

/** For everything that ModMed can search by the day of its last change. */
export const changeDetection: ChangeDetection = { read: readChanges, plan, advance };

/**
 * Makes one search after the other, as far as time allows. A resource that cannot be read is set
 * aside; if a page cannot be read, what was read before it is delivered.
 */
async function readChanges(inputs: ReadContext): Promise<ChangesRead> {
	const { client, options, state, now, until } = inputs;
	const read: ChangesRead = { states: [], unreadable: [], complete: false };
	const searches = searchesSince(state.cursor, now);
	const reader = eventReaders[options.event];
	const failure = await readSearches(read, client, reader, searches, until).then(
		() => undefined,
		(error: unknown) => error,
	);
	if (failure === undefined) return read;
	if (read.states.length === 0 || !isAboutOnePage(failure)) throw failure;
	return { ...read, failure };
}

async function readSearches(
	read: ChangesRead,
	client: ModMedClient,
	reader: EventReader,
	searches: ChangeSearch[],
	until: number,
): Promise<void> {
	for (const { lastUpdated, cursorAfter } of searches) {
		for await (const page of client.pages(reader.resourceType, reader.search(lastUpdated))) {
			page.forEach((resource) => addResource(read, reader, resource, client.baseUrl));
			read.clockOffsetMs = client.clockOffsetMs;
			if (Date.now() > until) return;
		}
		read.complete = true;
		read.reached = cursorAfter;
	}
}

/** Adds a resource to what was read, or to what could not be read. */
export function addResource(
	read: ChangesRead,
	reader: EventReader,
	resource: unknown,
	base: string,
): void {
	const state = reader.read(resource, base);
	if (state) read.states.push(state);
	else read.unreadable.push(unreadableKey(resource));
}

/** A page that cannot be built or read says nothing about the pages before it. */
function isAboutOnePage(error: unknown): boolean {
	const status = statusOf(error);
	return status === 200 || status >= 500;
}

/**
 * Takes in what is known, what the filters keep out, and, in the first poll, what had happened
 * before. A resource without a subject, such as a block in the calendar, is ignored.
 * @param isFirst Nothing was ever read, so all of it happened before, unless a date was set.
 */
function plan(
	state: TriggerState,
	read: ChangesRead,
	filters: TriggerFilters,
	isFirst: boolean,
): { state: TriggerState; changes: Array<Change<Payload>> } {
	const from = windowStart(state.cursor);
	const states = latestStates(
		read.states.filter(({ subject, lastUpdated }) => subject !== '' && lastUpdated >= from),
	);
	const seen = { ...state.seen };
	const takeIn = ({ id, trackedFields, lastUpdated }: ResourceState<Payload>) => {
		seen[id] = writeEntry(trackedFields, lastUpdated);
	};
	states
		.filter(({ id, lastUpdated }) => seen[id] === undefined && isBefore(state, read, lastUpdated))
		.forEach(takeIn);
	if (isFirst && state.startFrom === '') states.forEach(takeIn);
	const changes = findChanges(seen, states, from);
	const wanted = changes.filter((change) => change.state.payload.passes(filters));
	changes.filter((change) => !wanted.includes(change)).forEach((change) => takeIn(change.state));
	// The same content with a later time: remembered anew, or it would be forgotten too early.
	states.filter((latest) => isUnchanged(seen[latest.id], latest)).forEach(takeIn);
	const hasBaseline = state.hasBaseline || read.complete;
	return { state: { ...state, seen, hasBaseline }, changes: wanted };
}

/** Whether something had happened before the time from which on events count. */
function isBefore(state: TriggerState, read: ChangesRead, lastUpdated: string): boolean {
	if (state.startFrom !== '') return lastUpdated < state.since;
	return !state.hasBaseline && lastUpdated < toServerTime(state.since, read.clockOffsetMs);
}

function isUnchanged(
	entry: string | undefined,
	{ trackedFields }: ResourceState<Payload>,
): boolean {
	return entry !== undefined && readEntry(entry).fingerprint === fingerprint(trackedFields);
}

/**
 * Once everything was read, the cursor moves up to the last change, or to the first one that still
 * waits, and what changed before the new window is forgotten.
 */
export function advance(
	state: TriggerState,
	read: ChangesRead,
	waiting: Array<Change<Payload>>,
	now: string,
): TriggerState {
	if (!read.complete) return state;
	const newest = read.states.reduce((a, { lastUpdated: b }) => (a > b ? a : b), state.cursor);
	const last = read.reached ?? newest;
	const times = waiting.map((change) => change.state.lastUpdated);
	const reached = [last, now, ...times].reduce((a, b) => (a < b ? a : b));
	const cursor = reached > state.cursor ? reached : state.cursor;
	return { ...state, cursor, seen: withoutEntriesBefore(state.seen, windowStart(cursor)) };
}
