import { createHash } from 'node:crypto';

/** A field of a resource whose change a person would care about, and its value. */
export type TrackedField = readonly [name: string, value: string];

/**
 * Twelve hexadecimal digits that stay the same as long as no field's value changes. The names do
 * not count.
 * @example fingerprint([['status', 'booked']]) // '216e42a9219c'
 */
export function fingerprint(fields: readonly TrackedField[]): string {
	return sha256(JSON.stringify(fields.map(([, value]) => value))).toString('hex', 0, 6);
}

/**
 * Two letters for each field: enough to say afterwards which of them changed.
 * @example fieldHashes([['status', 'booked'], ['time', '']]) // 'Z547'
 */
export function fieldHashes(fields: readonly TrackedField[]): string {
	return fields.map(([, value]) => sha256(value).toString('base64url', 0, 2).slice(0, 2)).join('');
}

/**
 * The key of an event: the same whoever reads the same state again.
 * @param hash What tells this state from the others, such as a fingerprint.
 * @example eventKey('Appointment', '204865', '3f9a2c1b77aa') // 'Appointment/204865#3f9a2c1b77aa'
 */
export function eventKey(resourceType: string, id: string, hash: string): string {
	return `${resourceType}/${id}#${hash}`;
}

function sha256(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
