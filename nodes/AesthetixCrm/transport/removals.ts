import { plainLabel } from '../../../domain/text/label';

const MOST_KEPT = 5_000;

/**
 * Which tags our own nodes have taken off contacts lately: whoever watches a tag knows by it that
 * a contact that carries the tag all the same was given it anew.
 */
export class Removals {
	private readonly times = new Map<string, number>();

	note(contactId: string, tags: readonly string[]): void {
		for (const tag of tags) {
			const key = keyOf(contactId, tag);
			this.times.delete(key);
			this.times.set(key, Date.now());
		}
		for (const key of this.times.keys()) {
			if (this.times.size <= MOST_KEPT) break;
			this.times.delete(key);
		}
	}

	/** Whether the tag was taken off at that Unix time in milliseconds or later. */
	hasSince(contactId: string, tag: string, time: number): boolean {
		return (this.times.get(keyOf(contactId, tag)) ?? -Infinity) >= time;
	}
}

function keyOf(contactId: string, tag: string): string {
	return `${contactId}|${plainLabel(tag)}`;
}
