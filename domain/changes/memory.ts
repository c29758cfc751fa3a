import type { TrackedField } from './fingerprint';
import { fingerprint, fieldHashes } from './fingerprint';

/**
 * What a trigger remembers of the resources it has seen: id → one short text of hashes and a
 * time. It says nothing about a patient.
 */
export type Memory = Record<string, string>;

export interface MemoryEntry {
	/** Twelve hexadecimal digits, as `fingerprint` gives them. */
	fingerprint: string;
	/** Two letters for each part. */
	fieldHashes: string;
	/** Seconds since 1970 of the last change. */
	changedAt: number;
}

const PRINT_LETTERS = 8;
const TIME_LETTERS = 7;
const NO_PRINT = 'A'.repeat(PRINT_LETTERS);

/** Writes down what was seen: fingerprint, parts, and the second of the last change. */
export function writeEntry(parts: readonly TrackedField[], lastUpdated: string): string {
	const print = Buffer.from(fingerprint(parts), 'hex').toString('base64url');
	const time = toSeconds(lastUpdated).toString(36).padStart(TIME_LETTERS, '0');
	return print + fieldHashes(parts) + time;
}

/** Reads back what was written down. */
export function readEntry(entry: string): MemoryEntry {
	return {
		fingerprint: Buffer.from(entry.slice(0, PRINT_LETTERS), 'base64url').toString('hex'),
		fieldHashes: entry.slice(PRINT_LETTERS, -TIME_LETTERS),
		changedAt: parseInt(entry.slice(-TIME_LETTERS), 36) || 0,
	};
}

/**
 * The same entry for something that may or may not have been delivered in another state since:
 * whatever it is like when it is read again, it counts as a change.
 */
export function uncertainEntry(entry: string): string {
	return NO_PRINT + entry.slice(PRINT_LETTERS);
}

/** Leaves out what changed before an instant: it will not be read again. */
export function withoutEntriesBefore(memory: Memory, instant: string): Memory {
	const seconds = toSeconds(instant);
	return Object.fromEntries(
		Object.entries(memory).filter(([, entry]) => readEntry(entry).changedAt >= seconds),
	);
}

/** The whole second of an instant, or 0 for a text that is none. */
export function toSeconds(instant: string): number {
	const milliseconds = Date.parse(instant);
	return Number.isNaN(milliseconds) ? 0 : Math.max(0, Math.floor(milliseconds / 1000));
}
