import { createHmac } from 'node:crypto';

import type { TrackedField } from './fingerprint';

/** The key of a trigger's memory: without it its hashes say nothing about what they stand for. */
export interface MemoryKey {
	secret: Uint8Array;
	/** Three letters by which an entry shows which key it was made with. */
	tag: string;
}

/** The hashes of a resource's state under a key. */
export interface KeyedHashes {
	/** Eight letters that stay the same as long as no field's value changes. */
	hash: string;
	/** Two letters for each field: enough to say afterwards which of them changed. */
	fieldHashes: string;
}

const HASH_BYTES = 6;

/** @param secret At least 16 bytes that nobody who may read n8n's database knows. */
export function memoryKey(secret: Uint8Array): MemoryKey {
	return { secret, tag: hmac(secret, 'tag').toString('base64url').slice(0, 3) };
}

/**
 * The hashes of a state. The ID is hashed too, so that equal values of two resources look different.
 * @example keyedHashes(memoryKey(new Uint8Array(32)), '1', [['status', 'booked']])
 * // { hash: 'UoLfNKwb', fieldHashes: 'lx' }
 */
export function keyedHashes(
	{ secret }: MemoryKey,
	id: string,
	fields: readonly TrackedField[],
): KeyedHashes {
	const values = fields.map(([, value]) => value);
	return {
		hash: hmac(secret, [id, values]).toString('base64url', 0, HASH_BYTES),
		fieldHashes: fields
			.map((field) =>
				hmac(secret, [id, ...field])
					.toString('base64url', 0, 2)
					.slice(0, 2),
			)
			.join(''),
	};
}

function hmac(secret: Uint8Array, content: unknown): Buffer {
	return createHmac('sha256', secret).update(JSON.stringify(content)).digest();
}
