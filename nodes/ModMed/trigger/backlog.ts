import type { Change, Comparison } from '../../../domain/changes/findChanges';
import { byTime } from '../../../domain/changes/findChanges';
import type { Memory } from '../../../domain/changes/memory';
import { toSeconds } from '../../../domain/changes/memory';
import type { ChangeSearch } from '../../../domain/changes/searchWindow';
import { toServerTime } from '../../../domain/changes/searchWindow';
import type { Watermark } from '../../../domain/changes/watermark';
import { isBefore, placeOf } from '../../../domain/changes/watermark';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import type { Payload } from './eventReader';
import type { TriggerState } from './state';
import type { TriggerOptions } from './triggerOptions';

/** So many entries are remembered, however many changes there are: about 130 kB. */
export const MAX_ENTRIES = 3_000;
/** So many more while a poll delivers. */
const MAX_PER_POLL = 1_000;
/** With more events than fit into one batch, those that have just happened go first. */
const FEW = 50;
const FRESH_MS = 20 * 60 * 1000;
const MAX_FRESH_SUBJECTS = 200;

/** One reading of everything that the searches find: over several polls, where it is much. */
export interface Pass {
	searches: ChangeSearch[];
	/** The search that is under way. */
	search: number;
	/** The page of it that is read next. */
	page: number;
	/** When it began, by ModMed's clock. */
	startedAt: string;
	/** The newest change that it has found. */
	newest: string;
	/** How many polls it has taken. */
	polls: number;
	/** The page at which the last poll failed. */
	failedAt?: number;
}

/** What this process has read and not delivered yet. Without it, after a restart, it is read anew. */
export interface Backlog {
	/** The changes that wait, by the resource's ID. */
	pending: Map<string, Change<Payload>>;
	/** The pass that the next poll continues. */
	pass?: Pass;
	/** All that changed before this has been read, by ModMed's clock; empty after a restart. */
	readUntil: string;
	/** How many pages the last search had when it was last read through. */
	pages: number;
	/** Whether there was no room to remember something that had happened before the activation. */
	leftOut: boolean;
}

const backlogs = new WeakMap<TriggerRuntime, { about: string; backlog: Backlog }>();

/** The backlog of a trigger. With another state or other options it begins anew. */
export function backlogOf(
	runtime: TriggerRuntime,
	{ practice, since }: Pick<TriggerState, 'practice' | 'since'>,
	options: TriggerOptions,
): Backlog {
	const about = JSON.stringify([practice, since, options]);
	const known = backlogs.get(runtime);
	if (known?.about === about) return known.backlog;
	const backlog = { pending: new Map(), readUntil: '', pages: 1, leftOut: false };
	backlogs.set(runtime, { about, backlog });
	return backlog;
}

/** Takes in a change, unless a later one of the same resource waits already. */
export function addPending({ pending }: Backlog, change: Comparison<Payload>): void {
	const known = pending.get(change.state.id);
	if (known && known.state.lastUpdated > change.state.lastUpdated) return;
	const { key, entry, reasons, state } = change;
	pending.set(state.id, { key, entry, reasons, state });
}

/** Removes what has been delivered meanwhile, by an execution that outlived its poll. */
export function dropDelivered({ pending }: Backlog, seen: Memory): void {
	for (const [id, { entry }] of pending) if (seen[id] === entry) pending.delete(id);
}

/**
 * What to deliver in this poll, in the order in which it happened. Of many events those of the last
 * minutes go first, with the earlier ones of the same subject: nobody waits for the whole backlog.
 */
export function nextEvents(
	{ pending }: Backlog,
	seen: Memory,
	serverNow: string,
): Array<Change<Payload>> {
	const events = [...pending.values()].sort((a, b) => byTime(a.state, b.state));
	if (events.length <= FEW) return events;
	const room = MAX_ENTRIES + MAX_PER_POLL - Object.keys(seen).length;
	const atOnce = Math.min(MAX_PER_POLL, Math.max(FEW, room));
	const freshFrom = toServerTime(serverNow, -FRESH_MS);
	const subjects = events
		.filter(({ state }) => state.lastUpdated >= freshFrom)
		.map(({ state }) => state.subject);
	const fresh = new Set(subjects.reverse().slice(0, MAX_FRESH_SUBJECTS));
	const first = events.filter(({ state }) => fresh.has(state.subject)).slice(0, atOnce / 2);
	const taken = new Set(first);
	return [...first, ...events.filter((event) => !taken.has(event))].slice(0, atOnce);
}

/** Removes what was delivered. What waits keeps no contents: there may be very much of it. */
export function concludeDelivery(
	{ pending }: Backlog,
	events: Array<Change<Payload>>,
	waiting: Array<Change<Payload>>,
): void {
	const stillWaiting = new Set(waiting);
	for (const event of events) {
		const { id } = event.state;
		if (!stillWaiting.has(event) && pending.get(id) === event) pending.delete(id);
	}
	for (const { state } of pending.values()) delete state.payload.resource;
}

/** The first place that may not have been dealt with: all before it has been read and delivered. */
export function firstOpenPlace({ pending, readUntil }: Backlog): Watermark {
	let first: Watermark = { changedAt: toSeconds(readUntil), id: '' };
	for (const { state } of pending.values()) {
		const place = placeOf(state);
		if (isBefore(place, first)) first = place;
	}
	return first;
}

/** When the oldest change happened that waits; empty where none does. */
export function oldestPending({ pending }: Backlog): string {
	return [...pending.values()]
		.map(({ state }) => state.lastUpdated)
		.reduce((a, b) => (a !== '' && a < b ? a : b), '');
}
