import type { TrackedField } from './fingerprint';
import { fieldHashes, fingerprint } from './fingerprint';
import type { MemoryKey } from './memoryKey';
import { keyedHashes } from './memoryKey';

/**
 * What a trigger remembers of the resources it has seen, by their ids: one short text of hashes
 * and a time each, which says nothing to anybody without the key. n8n saves it, so its form must
 * not change.
 */
export type Memory = Record<string, string>;

export interface MemoryEntry {
	/** Which key it was made with; empty for one from before there was a key. */
	tag: string;
	/** Eight letters. */
	hash: string;
	/** Two letters for each field. */
	fieldHashes: string;
	/** When the resource changed last, in whole seconds since 1970. */
	changedAt: number;
}

const KEYED = '~';
const TAG_LETTERS = 3;
const HASH_LETTERS = 8;
const TIME_LETTERS = 7;
const NO_HASH = 'A'.repeat(HASH_LETTERS);

/**
 * The entry for a resource that was seen.
 * @param lastUpdated ISO 8601.
 */
export function writeEntry(
	key: MemoryKey,
	{
		id,
		trackedFields,
		lastUpdated,
	}: { id: string; trackedFields: readonly TrackedField[]; lastUpdated: string },
): string {
	const hashes = keyedHashes(key, id, trackedFields);
	const time = toSeconds(lastUpdated).toString(36).padStart(TIME_LETTERS, '0');
	return KEYED + key.tag + hashes.hash + hashes.fieldHashes + time;
}

/**
 * What an entry says.
 * @example readEntry('~rTDUoLfNKwblx0tb7t40')
 * // { tag: 'rTD', hash: 'UoLfNKwb', fieldHashes: 'lx', changedAt: 1772359200 }
 */
export function readEntry(entry: string): MemoryEntry {
	const start = hashStart(entry);
	return {
		tag: entry.slice(KEYED.length, start),
		hash: entry.slice(start, start + HASH_LETTERS),
		fieldHashes: entry.slice(start + HASH_LETTERS, -TIME_LETTERS),
		changedAt: parseInt(entry.slice(-TIME_LETTERS), 36) || 0,
	};
}

/**
 * How the state of a resource compares with its entry:
 * - Under the same key by its hash. An entry from before there was a key is compared in its old way.
 * - Under another key, because the credential's secrets were changed, by its time: a state of the
 *   same second has the same content.
 * @returns The fields that changed, `['changed']` where they are not known; undefined for the same.
 */
export function changedFields(
	key: MemoryKey,
	entry: string,
	{
		id,
		trackedFields,
		lastUpdated,
	}: { id: string; trackedFields: readonly TrackedField[]; lastUpdated: string },
): string[] | undefined {
	const known = readEntry(entry);
	if (known.tag !== '' && known.tag !== key.tag) {
		const isSame = known.hash !== NO_HASH && known.changedAt === toSeconds(lastUpdated);
		return isSame ? undefined : ['changed'];
	}
	const now = known.tag === '' ? plainHashes(trackedFields) : keyedHashes(key, id, trackedFields);
	if (now.hash === known.hash) return undefined;
	const letters = (hashes: string, index: number) => hashes.slice(index * 2, index * 2 + 2);
	const changed = trackedFields
		.map(([name]) => name)
		.filter((_, index) => letters(now.fieldHashes, index) !== letters(known.fieldHashes, index));
	// Two letters may agree by chance where the hashes differ.
	return changed.length > 0 ? changed : ['changed'];
}

/**
 * The entry of a resource that may have been delivered in another state since, or may not: whatever
 * state is read next counts as a change.
 */
export function uncertainEntry(entry: string): string {
	const start = hashStart(entry);
	return entry.slice(0, start) + NO_HASH + entry.slice(start + HASH_LETTERS);
}

/** The memory without resources that changed before an instant (ISO 8601): no search finds them. */
export function withoutEntriesBefore(memory: Memory, instant: string): Memory {
	const seconds = toSeconds(instant);
	return Object.fromEntries(
		Object.entries(memory).filter(([, entry]) => readEntry(entry).changedAt >= seconds),
	);
}

/**
 * Whole seconds since 1970 of an ISO 8601 instant, or 0 for a text that is none.
 * @example toSeconds('1970-01-01T00:01:00.900Z') // 60
 */
export function toSeconds(instant: string): number {
	const milliseconds = Date.parse(instant);
	return Number.isNaN(milliseconds) ? 0 : Math.max(0, Math.floor(milliseconds / 1000));
}

function hashStart(entry: string): number {
	return entry.startsWith(KEYED) ? KEYED.length + TAG_LETTERS : 0;
}

/** The hashes of an entry from before there was a key. */
function plainHashes(fields: readonly TrackedField[]): { hash: string; fieldHashes: string } {
	const hash = Buffer.from(fingerprint(fields), 'hex').toString('base64url');
	return { hash, fieldHashes: fieldHashes(fields) };
}
