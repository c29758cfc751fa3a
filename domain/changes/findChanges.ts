import type { TrackedField } from './fingerprint';
import { eventKey, fingerprint } from './fingerprint';
import type { Memory } from './memory';
import { changedFields, readEntry, toSeconds, writeEntry } from './memory';
import type { MemoryKey } from './memoryKey';

/** A resource as it was read, ready to be compared with what is remembered of it. */
export interface ResourceState<Payload> extends StateSummary<Payload> {
	trackedFields: TrackedField[];
}

/** The same without its content. */
export interface StateSummary<Payload> {
	resourceType: string;
	id: string;
	/** Whom it is about. Events of one subject are delivered one after the other. */
	subject: string;
	/** ISO 8601 in UTC. */
	lastUpdated: string;
	/** ISO 8601 in UTC, or empty where it is not known. */
	created: string;
	payload: Payload;
}

export interface Change<Payload> {
	/** The event key. */
	key: string;
	/** What to remember once it is delivered. */
	entry: string;
	/** `new`, the fields that changed, or `changed` where the former state is not known. */
	reasons: string[];
	state: StateSummary<Payload>;
}

/** What states are compared with. */
export interface Remembered {
	memory: Memory;
	key: MemoryKey;
	/** ISO 8601: a resource made later that is not remembered is new. */
	newSince: string;
}

/** A state, and how it compares with what is remembered: an older one is `outdated`. */
export interface Comparison<Payload> extends Change<Payload> {
	result: 'same' | 'outdated' | 'changed' | 'unknown';
}

/**
 * The changes a person would care about, oldest first: resources that are new, and those that
 * differ from what is remembered in a tracked field. An older state that is read late is none.
 */
export function findChanges<Payload>(
	remembered: Remembered,
	states: Array<ResourceState<Payload>>,
): Array<Change<Payload>> {
	return latestStates(states)
		.map((state) => compareState(remembered, state))
		.filter(({ result }) => result === 'changed' || result === 'unknown')
		.map(({ entry, key, reasons, state }) => ({ entry, key, reasons, state }))
		.sort((a, b) => byTime(a.state, b.state));
}

/** Each resource once, in its latest state, however often and in whatever order it was read. */
export function latestStates<Payload>(
	states: Array<ResourceState<Payload>>,
): Array<ResourceState<Payload>> {
	const newest = new Map<string, ResourceState<Payload>>();
	for (const state of states) {
		const known = newest.get(state.id);
		if (!known || isNewer(state, known)) newest.set(state.id, state);
	}
	return [...newest.values()];
}

/** Compares a state with what is remembered of its resource. */
export function compareState<Payload>(
	{ memory, key, newSince }: Remembered,
	{ trackedFields, ...state }: ResourceState<Payload>,
): Comparison<Payload> {
	const compared = {
		key: eventKey(state.resourceType, state.id, fingerprint(trackedFields)),
		entry: writeEntry(key, { ...state, trackedFields }),
		state,
	};
	const entry = memory[state.id];
	if (entry === undefined) {
		const isNew = state.created !== '' && state.created >= newSince;
		return { ...compared, result: 'unknown', reasons: [isNew ? 'new' : 'changed'] };
	}
	const reasons = changedFields(key, entry, { ...state, trackedFields });
	if (reasons === undefined) return { ...compared, result: 'same', reasons: [] };
	const isOutdated = toSeconds(state.lastUpdated) < readEntry(entry).changedAt;
	return { ...compared, result: isOutdated ? 'outdated' : 'changed', reasons };
}

/** Orders states by their time, and those of one time by ID. */
export function byTime(a: StateSummary<unknown>, b: StateSummary<unknown>): number {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated < b.lastUpdated ? -1 : 1;
	return a.id < b.id ? -1 : Number(a.id > b.id);
}

function isNewer<Payload>(a: ResourceState<Payload>, b: ResourceState<Payload>): boolean {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated > b.lastUpdated;
	return fingerprint(a.trackedFields) > fingerprint(b.trackedFields);
}
