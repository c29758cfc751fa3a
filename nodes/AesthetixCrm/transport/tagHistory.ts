import { hashOf } from '../../../domain/changes/contactWatch';
import { plainLabel } from '../../../domain/text/label';
import { boundedCache } from '../../shared/processMemory';

const MOST_KEPT = 5_000;

/**
 * What this process has seen of tags on contacts: since when a contact carries a tag, and when our
 * own nodes last removed it. All triggers and nodes of a location share it, so that they give the
 * same key to the same adding of a tag. All times are Unix milliseconds.
 */
export class TagHistory {
	private readonly added = boundedCache<number>({ max: MOST_KEPT });
	private readonly ended = boundedCache<number>({ max: MOST_KEPT });
	private readonly removedByUs = boundedCache<number>({ max: MOST_KEPT });

	/**
	 * When this adding of the tag was first seen.
	 * @param askedAt When the contact that carries the tag was requested: meanwhile the tag may have
	 * been removed.
	 * @param known When a trigger first saw it that remembers more than this process.
	 */
	firstSeen(contactId: string, tag: string, askedAt: number, known = askedAt): number {
		const key = keyOf(contactId, tag);
		const added = this.added.get(key);
		const ended = this.ended.get(key) ?? -Infinity;
		const isOver = added === undefined || (ended >= added && ended < askedAt);
		if (!isOver) return added;
		this.added.set(key, known);
		return known;
	}

	/** The contact was seen without the tag. */
	noteAbsent(contactId: string, tag: string): void {
		this.ended.set(keyOf(contactId, tag), Date.now());
	}

	/** One of our own nodes removed the tags. */
	noteRemoved(contactId: string, tags: readonly string[]): void {
		for (const tag of tags) {
			this.noteAbsent(contactId, tag);
			this.removedByUs.set(keyOf(contactId, tag), Date.now());
		}
	}

	/** Whether we removed the tag at that time or later: a contact that carries it was given it anew. */
	wasRemovedSince(contactId: string, tag: string, time: number): boolean {
		return (this.removedByUs.get(keyOf(contactId, tag)) ?? -Infinity) >= time;
	}
}

/** The start of every event key of a contact. */
export function contactKeyPrefix(contactId: string): string {
	return `Contact/${contactId}#`;
}

/** The rest of the key of a tag that was added: a tag can be added any number of times. */
export function tagKeySuffix(tag: string, firstSeen: number): string {
	return `tag:${tagHash(tag)}.${firstSeen.toString(36)}`;
}

/** When the tag of such a key was first seen. */
export function firstSeenOf(tagKey: string): number {
	return parseInt(tagKey.split('.').at(-1) ?? '', 36);
}

/** Tells tags apart without naming them. */
export function tagHash(tag: string): string {
	return hashOf('tag', plainLabel(tag));
}

function keyOf(contactId: string, tag: string): string {
	return `${contactId}|${plainLabel(tag)}`;
}
