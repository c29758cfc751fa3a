import { createHmac, hkdfSync } from 'node:crypto';

/**
 * A key for one purpose, derived from the secrets of a credential, which n8n stores encrypted: what
 * is hashed under it cannot be told from noise by whoever reads n8n's database.
 * Source: RFC 5869.
 * @param purpose Another one gives an unrelated key.
 */
export function secretKey(secrets: readonly string[], purpose: string): Buffer {
	const info = `n8n-nodes-modmed-aesthetix ${purpose}`;
	return Buffer.from(hkdfSync('sha256', JSON.stringify(secrets), '', info, 32));
}

/** The HMAC of a list of values, 32 bytes. Another list, even of the same letters, has another. */
export function keyedHash(key: Buffer, values: readonly string[]): Buffer {
	return createHmac('sha256', key).update(JSON.stringify(values)).digest();
}
