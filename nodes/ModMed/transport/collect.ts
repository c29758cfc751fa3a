/**
 * The first so many of what pages hold, as far as they pass. No page is read that is not needed.
 */
export async function collect<Result>(
	pages: AsyncGenerator<unknown[]>,
	read: (resource: unknown) => Result | undefined,
	limit = Infinity,
): Promise<Result[]> {
	const results: Result[] = [];
	for await (const page of pages) {
		for (const resource of page) {
			const result = read(resource);
			if (result !== undefined) results.push(result);
			if (results.length >= limit) return results;
		}
	}
	return results;
}
