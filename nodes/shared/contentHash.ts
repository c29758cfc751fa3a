import { createHash } from 'node:crypto';

/** The same text for the same content, without saying it. What is nested too deeply to be written has none. */
export function contentHash(value: unknown): string {
	try {
		return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
	} catch {
		return '';
	}
}
