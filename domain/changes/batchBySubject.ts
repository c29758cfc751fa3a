/**
 * Deals events into waves of limited size, with at most one event of a subject in each: whoever
 * works through the waves in turn meets the events of every subject in their order, however the
 * events of one wave run beside each other.
 * @example inWaves(['a1', 'a2', 'b1'], (event) => event[0] ?? '', 50) // [['a1', 'b1'], ['a2']]
 */
export function batchBySubject<Event>(
	events: Event[],
	subjectOf: (event: Event) => string,
	size: number,
): Event[][] {
	const waves: Event[][] = [];
	const lastWaveOf = new Map<string, number>();
	let firstWithRoom = 0;
	for (const event of events) {
		const subject = subjectOf(event);
		let wave = Math.max(firstWithRoom, (lastWaveOf.get(subject) ?? -1) + 1);
		while ((waves[wave]?.length ?? 0) >= size) wave += 1;
		(waves[wave] ??= []).push(event);
		lastWaveOf.set(subject, wave);
		while ((waves[firstWithRoom]?.length ?? 0) >= size) firstWithRoom += 1;
	}
	return waves;
}
