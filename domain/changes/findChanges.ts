import type { TrackedField } from './fingerprint';
import { eventKey, fingerprint, fieldHashes } from './fingerprint';
import type { Memory, MemoryEntry } from './memory';
import { readEntry, toSeconds } from './memory';

/** A resource as it was read, ready to be compared with what is remembered of it. */
export interface ResourceState<Payload> {
	resourceType: string;
	id: string;
	/** Whom it is about. Events of one subject are delivered one after the other. */
	subject: string;
	/** ISO 8601 in UTC. */
	lastUpdated: string;
	/** ISO 8601 in UTC, or empty where it is not known. */
	created: string;
	trackedFields: TrackedField[];
	payload: Payload;
}

export interface Change<Payload> {
	/** The event key. */
	key: string;
	/** `new`, the fields that changed, or `changed` where the former state is not known. */
	reasons: string[];
	state: ResourceState<Payload>;
}

/**
 * The changes a person would care about, oldest first: resources that are new, and those that
 * differ from what is remembered in a tracked field. An older state that is read late is none.
 * @param newSince ISO 8601: a resource made later that is not remembered is new.
 */
export function findChanges<Payload>(
	memory: Memory,
	states: Array<ResourceState<Payload>>,
	newSince: string,
): Array<Change<Payload>> {
	return latestStates(states)
		.map((state) => compare(memory[state.id], state, newSince))
		.filter((change) => change !== undefined)
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

function compare<Payload>(
	entry: string | undefined,
	state: ResourceState<Payload>,
	newSince: string,
): Change<Payload> | undefined {
	const hash = fingerprint(state.trackedFields);
	const key = eventKey(state.resourceType, state.id, hash);
	if (entry === undefined) {
		const isNew = state.created !== '' && state.created >= newSince;
		return { key, reasons: [isNew ? 'new' : 'changed'], state: state };
	}
	const known = readEntry(entry);
	if (known.fingerprint === hash || toSeconds(state.lastUpdated) < known.changedAt)
		return undefined;
	return { key, reasons: changedFields(known, state.trackedFields), state: state };
}

function changedFields(known: MemoryEntry, fields: TrackedField[]): string[] {
	const now = fieldHashes(fields);
	const changed = fields
		.map(([name]) => name)
		.filter((_, index) => letters(now, index) !== letters(known.fieldHashes, index));
	// Two letters may agree by chance where the fingerprints differ.
	return changed.length > 0 ? changed : ['changed'];
}

function letters(hashes: string, index: number): string {
	return hashes.slice(index * 2, index * 2 + 2);
}

function isNewer<Payload>(a: ResourceState<Payload>, b: ResourceState<Payload>): boolean {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated > b.lastUpdated;
	return fingerprint(a.trackedFields) > fingerprint(b.trackedFields);
}

function byTime<Payload>(a: ResourceState<Payload>, b: ResourceState<Payload>): number {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated < b.lastUpdated ? -1 : 1;
	return a.id < b.id ? -1 : Number(a.id > b.id);
}
