/**
 * Splits events into batches, with at most one event of a subject in each: batches that are worked
 * through one after the other keep the order of every subject's events, even if the events of a
 * batch run in parallel.
 * @param events In the order in which they happened.
 * @param size Most events in a batch.
 * @example batchBySubject(['a1', 'a2', 'b1'], (event) => event[0] ?? '', 50)
 * // [['a1', 'b1'], ['a2']]
 */
export function batchBySubject<Event>(
	events: Event[],
	subjectOf: (event: Event) => string,
	size: number,
): Event[][] {
	const batches: Event[][] = [];
	const lastBatchOf = new Map<string, number>();
	const isFull = (batch: number) => (batches[batch]?.length ?? 0) >= size;
	let firstWithRoom = 0;
	for (const event of events) {
		const subject = subjectOf(event);
		let batch = Math.max(firstWithRoom, (lastBatchOf.get(subject) ?? -1) + 1);
		while (isFull(batch)) batch += 1;
		(batches[batch] ??= []).push(event);
		lastBatchOf.set(subject, batch);
		while (isFull(firstWithRoom)) firstWithRoom += 1;
	}
	return batches;
}
