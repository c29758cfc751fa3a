import { createHash, timingSafeEqual } from 'node:crypto';

/** A shorter secret can be guessed. */
const LEAST_LENGTH = 16;

/** Whether a secret is too short to be one. None at all is not: no webhook is used then. */
export function isTooShort(secret: string): boolean {
	return secret !== '' && secret.length < LEAST_LENGTH;
}

/** Whether a call brings the secret. Where none has been set, or a short one, nobody can. */
export function isAllowed(given: unknown, secret: string): boolean {
	if (secret.length < LEAST_LENGTH || typeof given !== 'string') return false;
	return timingSafeEqual(digest(given), digest(secret));
}

/** Of one length, so that the time to compare says nothing. */
function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
