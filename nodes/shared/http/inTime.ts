/**
 * The outcome of a piece of work, unless a signal comes first: then the work goes on, and the
 * outcome is what `late` returns or throws.
 */
export async function inTime<Value>(
	work: Promise<Value>,
	signal: AbortSignal,
	late: () => Value,
): Promise<Value> {
	const end = new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	return await Promise.race([work, end.then(late)]);
}
