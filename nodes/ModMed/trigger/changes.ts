import type { Change } from '../../../domain/changes/findChanges';
import { toSeconds, withoutEntriesBefore } from '../../../domain/changes/memory';
import { toServerTime, windowStart } from '../../../domain/changes/searchWindow';
import type { Watermark } from '../../../domain/changes/watermark';
import { isReached, trimMemory } from '../../../domain/changes/watermark';
import {
	addPending,
	concludeDelivery,
	dropDelivered,
	firstOpenPlace,
	MAX_ENTRIES,
	nextEvents,
	oldestPending,
} from './backlog';
import type { ChangeDetection, ChangesRead } from './detection';
import type { Payload } from './eventReader';
import type { FoundState, PassRead } from './readPass';
import { readPass } from './readPass';
import type { TriggerState } from './state';

/** For everything that ModMed can search by the day of its last change. */
export const changeDetection: ChangeDetection = {
	read: readPass,
	plan: ({ state, now }, read, isFirst) => plan(state, read as PassRead, isFirst, now),
	advance(state, read, _waiting, now) {
		const { backlog } = read as PassRead;
		const { memory, watermark } = trimMemory(state.seen, state.watermark, {
			maxEntries: MAX_ENTRIES,
			limit: firstOpenPlace(backlog),
		});
		return advance({ ...state, seen: memory, watermark }, read, oldestPending(backlog), now);
	},
	delivered(_runtime, read, events, waiting) {
		concludeDelivery((read as PassRead).backlog, events, waiting);
	},
};

/**
 * Takes in what is known, what the filters keep out, and, in the first poll, what had happened
 * before. A resource without a subject, such as a block in the calendar, is ignored.
 * @param isFirst Nothing was ever read, so all of it happened before, unless a date was set.
 */
function plan(
	state: TriggerState,
	read: PassRead,
	isFirst: boolean,
	now: string,
): { state: TriggerState; changes: Array<Change<Payload>> } {
	const { backlog } = read;
	backlog.pass = read.pass;
	Object.assign(backlog, read.completed);
	const seen = { ...state.seen };
	let room = MAX_ENTRIES - Object.keys(seen).length;
	const takeIn = ({ state: { id }, entry, result }: FoundState) => {
		backlog.pending.delete(id);
		if (result === 'unknown' && room <= 0) return false;
		if (result === 'unknown') room -= 1;
		seen[id] = entry;
		return true;
	};
	dropDelivered(backlog, seen);
	for (const found of read.found.values()) {
		const isUnknown = found.result === 'unknown';
		const isBaseline = isUnknown && isOfBefore(state, read, found.state.lastUpdated);
		if (isBaseline || (isFirst && state.startFrom === '')) {
			if (!takeIn(found)) backlog.leftOut = true;
			// The same content with a later time: remembered anew, or it would be forgotten too early.
		} else if (found.result === 'same' || (found.result !== 'outdated' && !found.isWanted)) {
			takeIn(found);
		} else if (found.result !== 'outdated') addPending(backlog, found);
	}
	const hasBaseline = state.hasBaseline || read.complete;
	const isSet = hasBaseline && !state.hasBaseline && backlog.leftOut;
	const watermark = isSet ? baselineMark(state, read) : state.watermark;
	const planned = { ...state, seen, hasBaseline, watermark };
	const serverNow = toServerTime(now, read.clockOffsetMs);
	return { state: planned, changes: nextEvents(backlog, seen, serverNow) };
}

/** Whether something had happened before the time from which on events count. */
function isOfBefore(state: TriggerState, read: ChangesRead, lastUpdated: string): boolean {
	if (state.startFrom !== '') return lastUpdated < state.since;
	return !state.hasBaseline && lastUpdated < toServerTime(state.since, read.clockOffsetMs);
}

/** All that had happened before is dealt with, although there was no room to remember it. */
function baselineMark({ since, watermark }: TriggerState, read: ChangesRead): Watermark {
	const mark = { changedAt: toSeconds(toServerTime(since, read.clockOffsetMs)), id: '' };
	return watermark && isReached(watermark, mark) ? watermark : mark;
}

/**
 * Once everything was read, the cursor moves up to the last change, or to the first one that still
 * waits, and what changed before the new window is forgotten.
 * @param oldestWaiting ISO 8601, or empty where nothing waits.
 */
export function advance(
	state: TriggerState,
	read: ChangesRead,
	oldestWaiting: string,
	now: string,
): TriggerState {
	if (!read.complete) return state;
	const last = read.reached ?? state.cursor;
	const reached = [last, now, oldestWaiting || now].reduce((a, b) => (a < b ? a : b));
	const cursor = reached > state.cursor ? reached : state.cursor;
	return { ...state, cursor, seen: withoutEntriesBefore(state.seen, windowStart(cursor)) };
}
