import type { Memory } from './memory';
import { readEntry, toSeconds } from './memory';

/**
 * Where a change stands among all others: by its time, in whole seconds since 1970, and by the
 * resource's ID. A trigger's watermark is the place up to which every change has been dealt with,
 * so that nothing needs to be remembered of the resources below it.
 */
export interface Watermark {
	changedAt: number;
	id: string;
}

/** @param lastUpdated ISO 8601. */
export function placeOf({ id, lastUpdated }: { id: string; lastUpdated: string }): Watermark {
	return { changedAt: toSeconds(lastUpdated), id };
}

/** Whether the watermark has reached a place. */
export function isReached(watermark: Watermark | undefined, place: Watermark): boolean {
	return watermark !== undefined && !isBefore(watermark, place);
}

/** Whether one place comes before another. */
export function isBefore(a: Watermark, b: Watermark): boolean {
	return a.changedAt !== b.changedAt ? a.changedAt < b.changedAt : a.id < b.id;
}

/**
 * Forgets the oldest entries of a memory that has grown too large, and raises the watermark.
 * @param limit The first place that may not have been dealt with yet: the watermark stays below it.
 */
export function trimMemory(
	memory: Memory,
	watermark: Watermark | undefined,
	{ maxEntries, limit }: { maxEntries: number; limit: Watermark },
): { memory: Memory; watermark: Watermark | undefined } {
	const surplus = Object.keys(memory).length - maxEntries;
	if (surplus <= 0) return { memory, watermark };
	const oldest = Object.entries(memory)
		.map(([id, entry]) => ({ id, changedAt: readEntry(entry).changedAt }))
		.sort((a, b) => (isBefore(a, b) ? -1 : 1))
		.slice(0, surplus)
		.filter((place) => isBefore(place, limit));
	const kept = { ...memory };
	for (const { id } of oldest) delete kept[id];
	const last = oldest.at(-1);
	const isHigher = last !== undefined && !isReached(watermark, last);
	return { memory: kept, watermark: isHigher ? last : watermark };
}
