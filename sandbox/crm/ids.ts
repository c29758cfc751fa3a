import { createHash } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Ids that look like the CRM's and are the same in every run. */
export class Ids {
	private count = 0;

	next(): string {
		this.count += 1;
		return idFrom(`id ${this.count}`);
	}

	reset(): void {
		this.count = 0;
	}
}

/** Twenty letters and digits. */
export function idFrom(text: string): string {
	const bytes = createHash('sha256').update(text).digest().subarray(0, 20);
	return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** Stages have UUIDs. */
export function uuidFrom(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}
