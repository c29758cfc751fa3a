import type { TrackedField } from './fingerprint';
import { fingerprint, partHashes } from './fingerprint';

/**
 * What a trigger remembers of the resources it has seen: id → one short text of hashes and a
 * time. It says nothing about a patient.
 */
export type Memory = Record<string, string>;

export interface Remembered {
	/** Twelve hexadecimal digits, as `fingerprint` gives them. */
	print: string;
	/** Two letters for each part. */
	partHashes: string;
	/** Seconds since 1970 of the last change. */
	seconds: number;
}

const PRINT_LETTERS = 8;
const TIME_LETTERS = 7;
const NO_PRINT = 'A'.repeat(PRINT_LETTERS);

/** Writes down what was seen: fingerprint, parts, and the second of the last change. */
export function remember(parts: readonly TrackedField[], lastUpdated: string): string {
	const print = Buffer.from(fingerprint(parts), 'hex').toString('base64url');
	const time = toSeconds(lastUpdated).toString(36).padStart(TIME_LETTERS, '0');
	return print + partHashes(parts) + time;
}

/** Reads back what was written down. */
export function recall(entry: string): Remembered {
	return {
		print: Buffer.from(entry.slice(0, PRINT_LETTERS), 'base64url').toString('hex'),
		partHashes: entry.slice(PRINT_LETTERS, -TIME_LETTERS),
		seconds: parseInt(entry.slice(-TIME_LETTERS), 36) || 0,
	};
}

/**
 * The same entry for something that may or may not have been delivered in another state since:
 * whatever it is like when it is read again, it counts as a change.
 */
export function doubt(entry: string): string {
	return NO_PRINT + entry.slice(PRINT_LETTERS);
}

/** Leaves out what changed before an instant: it will not be read again. */
export function forgetBefore(memory: Memory, instant: string): Memory {
	const seconds = toSeconds(instant);
	return Object.fromEntries(
		Object.entries(memory).filter(([, entry]) => recall(entry).seconds >= seconds),
	);
}

/** The whole second of an instant, or 0 for a text that is none. */
export function toSeconds(instant: string): number {
	const milliseconds = Date.parse(instant);
	return Number.isNaN(milliseconds) ? 0 : Math.max(0, Math.floor(milliseconds / 1000));
}
