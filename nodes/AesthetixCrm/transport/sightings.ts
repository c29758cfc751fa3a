import { plainLabel } from '../../../domain/text/label';

const MOST_KEPT = 5_000;

/**
 * Since when a contact carries a tag, as far as this process has seen it: whoever works on the same
 * putting on of a tag, a trigger or a call from outside, so knows it by the same time.
 */
export class Sightings {
	private readonly begun = new Map<string, number>();
	private readonly ended = new Map<string, number>();

	/**
	 * When this putting on of the tag was first seen.
	 * @param askedAt Before the contact that carries the tag was asked for: an answer may be overtaken
	 * by the end of what it tells of.
	 * @param known When it was first seen by whoever remembers more than this process.
	 */
	firstSeen(contactId: string, tag: string, askedAt: number, known = askedAt): number {
		const key = keyOf(contactId, tag);
		const begun = this.begun.get(key);
		const ended = this.ended.get(key) ?? -Infinity;
		const isOver = begun === undefined || (ended >= begun && ended < askedAt);
		if (!isOver) return begun;
		keep(this.begun, key, known);
		return known;
	}

	/** The tag was taken off, or is not there. */
	end(contactId: string, tags: readonly string[]): void {
		for (const tag of tags) keep(this.ended, keyOf(contactId, tag), Date.now());
	}
}

function keep(times: Map<string, number>, key: string, time: number): void {
	times.delete(key);
	times.set(key, time);
	const [oldest] = times.keys();
	if (times.size > MOST_KEPT && oldest !== undefined) times.delete(oldest);
}

function keyOf(contactId: string, tag: string): string {
	return `${contactId}|${plainLabel(tag)}`;
}
