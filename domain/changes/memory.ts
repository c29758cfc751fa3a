import type { TrackedField } from './fingerprint';
import { fingerprint, fieldHashes } from './fingerprint';

/**
 * What a trigger remembers of the resources it has seen, by their ids: one short text of hashes
 * and a time each, which reveals nothing about a patient. n8n saves it, so its form must not change.
 */
export type Memory = Record<string, string>;

export interface MemoryEntry {
	/** Twelve hexadecimal digits, as `fingerprint` gives them. */
	fingerprint: string;
	/** Two letters for each field, as `fieldHashes` gives them. */
	fieldHashes: string;
	/** When the resource changed last, in whole seconds since 1970. */
	changedAt: number;
}

const FINGERPRINT_LETTERS = 8;
const TIME_LETTERS = 7;
const NO_FINGERPRINT = 'A'.repeat(FINGERPRINT_LETTERS);

/**
 * The entry for a resource that was seen.
 * @param lastUpdated ISO 8601.
 * @example writeEntry([['status', 'booked']], '2026-03-01T10:00:00.000Z') // 'IW5CqSGcZ50tb7t40'
 */
export function writeEntry(fields: readonly TrackedField[], lastUpdated: string): string {
	const hash = Buffer.from(fingerprint(fields), 'hex').toString('base64url');
	const time = toSeconds(lastUpdated).toString(36).padStart(TIME_LETTERS, '0');
	return hash + fieldHashes(fields) + time;
}

/**
 * What an entry says.
 * @example readEntry('IW5CqSGcZ50tb7t40')
 * // { fingerprint: '216e42a9219c', fieldHashes: 'Z5', changedAt: 1772359200 }
 */
export function readEntry(entry: string): MemoryEntry {
	return {
		fingerprint: Buffer.from(entry.slice(0, FINGERPRINT_LETTERS), 'base64url').toString('hex'),
		fieldHashes: entry.slice(FINGERPRINT_LETTERS, -TIME_LETTERS),
		changedAt: parseInt(entry.slice(-TIME_LETTERS), 36) || 0,
	};
}

/**
 * The entry of a resource that may have been delivered in another state since, or may not: whatever
 * state is read next counts as a change.
 */
export function uncertainEntry(entry: string): string {
	return NO_FINGERPRINT + entry.slice(FINGERPRINT_LETTERS);
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
