import type { Change, ResourceState } from '../../../domain/changes/findChanges';
import { findChanges, latestStates } from '../../../domain/changes/findChanges';
import { withoutEntriesBefore, readEntry, writeEntry } from '../../../domain/changes/memory';
import { fingerprint } from '../../../domain/changes/fingerprint';
import { windowStart, toServerTime } from '../../../domain/changes/searchWindow';
import type { Content } from './eventReaders';
import type { TriggerState } from './state';
import type { TriggerFilters } from './triggerOptions';

/** What was read of a window, and whether that was all of it. */
export interface WindowRead {
	readings: Array<ResourceState<Content>>;
	/** What could not be read, each as `id@hash of its content`. */
	unreadable: string[];
	complete: boolean;
	/** Where only the first days were asked for: how far the cursor may move. */
	reached?: string;
	/** Why not all of it could be read. */
	failure?: unknown;
	/** How far ModMed's clock is ahead of ours, in milliseconds. */
	aheadMs?: number;
}

/**
 * What is to be delivered, and the state with everything else taken in: what was already known,
 * what is not wanted, and, the first time, what had happened before. What has no subject, like a
 * block in the calendar, is passed over.
 * @param isFirst Nothing was ever read, so all of it has happened before, unless a date was set.
 */
export function plan(
	state: TriggerState,
	read: WindowRead,
	filters: TriggerFilters,
	isFirst: boolean,
): { state: TriggerState; changes: Array<Change<Content>> } {
	const from = windowStart(state.cursor);
	const readings = latestStates(
		read.readings.filter(({ subject, lastUpdated }) => subject !== '' && lastUpdated >= from),
	);
	const seen = { ...state.seen };
	const takeIn = (reading: ResourceState<Content>) => {
		seen[reading.id] = writeEntry(reading.trackedFields, reading.lastUpdated);
	};
	const allOld = isFirst && state.startFrom === '';
	const since = state.startFrom === '' ? toServerTime(state.since, read.aheadMs) : state.since;
	const hasStart = !state.stocked || state.startFrom !== '';
	readings
		.filter(({ id, lastUpdated }) => seen[id] === undefined && lastUpdated < since)
		.filter(() => hasStart)
		.forEach(takeIn);
	if (allOld) readings.forEach(takeIn);
	const changes = findChanges(seen, readings, from);
	const wanted = changes.filter(({ state: reading }) => reading.payload.passes(filters));
	const unwanted = changes.filter((change) => !wanted.includes(change));
	unwanted.forEach(({ state: reading }) => takeIn(reading));
	readings.filter((reading) => isTouch(seen[reading.id], reading)).forEach(takeIn);
	return { state: { ...state, seen, stocked: state.stocked || read.complete }, changes: wanted };
}

/**
 * The state after a poll: where all of the window was read, the cursor moves up to the last
 * change, or to the first one that still waits, and what lies before the new window is forgotten.
 */
export function moveOn(
	state: TriggerState,
	read: WindowRead,
	waiting: Array<Change<Content>>,
	now: string,
): TriggerState {
	if (!read.complete) return state;
	const newest = read.readings.reduce((a, { lastUpdated: b }) => (a > b ? a : b), state.cursor);
	const last = read.reached ?? newest;
	const times = waiting.map(({ state: reading }) => reading.lastUpdated);
	const reached = [last, now, ...times].reduce((a, b) => (a < b ? a : b));
	const cursor = reached > state.cursor ? reached : state.cursor;
	return { ...state, cursor, seen: withoutEntriesBefore(state.seen, windowStart(cursor)) };
}

/** The same content with a later time: remembered anew, or it would be forgotten too early. */
function isTouch(
	entry: string | undefined,
	{ trackedFields: parts }: ResourceState<Content>,
): boolean {
	return entry !== undefined && readEntry(entry).fingerprint === fingerprint(parts);
}
