import type { TrackedField } from './fingerprint';
import { eventKey, fingerprint, fieldHashes } from './fingerprint';
import type { Memory, MemoryEntry } from './memory';
import { readEntry, toSeconds } from './memory';

/** One resource as it was read, ready to be compared with what is remembered of it. */
export interface ResourceState<Content> {
	resourceType: string;
	id: string;
	/** Whom it is about. Events of one subject are delivered one after the other. */
	subject: string;
	lastUpdated: string;
	created: string;
	trackedFields: TrackedField[];
	content: Content;
}

export interface Change<Content> {
	key: string;
	/** `new`, the parts that changed, or `changed` where the former content is not known. */
	reasons: string[];
	reading: ResourceState<Content>;
}

/**
 * The readings a person would care about, oldest change first: what is new, and what differs in
 * one of its parts from what is remembered. A touch is none, nor is an older state read late.
 * @param newSince Whatever was made later than this and is not remembered is new.
 */
export function findChanges<Content>(
	memory: Memory,
	readings: Array<ResourceState<Content>>,
	newSince: string,
): Array<Change<Content>> {
	return latestStates(readings)
		.map((reading) => compare(memory[reading.id], reading, newSince))
		.filter((change) => change !== undefined)
		.sort((a, b) => byTime(a.reading, b.reading));
}

/** Each resource once, in its latest state, however often and in whatever order it was read. */
export function latestStates<Content>(
	readings: Array<ResourceState<Content>>,
): Array<ResourceState<Content>> {
	const newest = new Map<string, ResourceState<Content>>();
	for (const reading of readings) {
		const known = newest.get(reading.id);
		if (!known || isNewer(reading, known)) newest.set(reading.id, reading);
	}
	return [...newest.values()];
}

function compare<Content>(
	entry: string | undefined,
	reading: ResourceState<Content>,
	newSince: string,
): Change<Content> | undefined {
	const print = fingerprint(reading.trackedFields);
	const key = eventKey(reading.resourceType, reading.id, print);
	if (entry === undefined) {
		const isNew = reading.created !== '' && reading.created >= newSince;
		return { key, reasons: [isNew ? 'new' : 'changed'], reading };
	}
	const known = readEntry(entry);
	if (known.fingerprint === print || toSeconds(reading.lastUpdated) < known.changedAt)
		return undefined;
	return { key, reasons: changedParts(known, reading.trackedFields), reading };
}

function changedParts(known: MemoryEntry, parts: TrackedField[]): string[] {
	const now = fieldHashes(parts);
	const changed = parts
		.map(([reason]) => reason)
		.filter((_, index) => letters(now, index) !== letters(known.fieldHashes, index));
	// Two letters may agree by chance where the fingerprints differ.
	return changed.length > 0 ? changed : ['changed'];
}

function letters(hashes: string, index: number): string {
	return hashes.slice(index * 2, index * 2 + 2);
}

function isNewer<Content>(a: ResourceState<Content>, b: ResourceState<Content>): boolean {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated > b.lastUpdated;
	return fingerprint(a.trackedFields) > fingerprint(b.trackedFields);
}

function byTime<Content>(a: ResourceState<Content>, b: ResourceState<Content>): number {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated < b.lastUpdated ? -1 : 1;
	return a.id < b.id ? -1 : Number(a.id > b.id);
}
