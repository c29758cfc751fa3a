/**
 * The first results that can be read from the resources of a search. No more pages are requested
 * than the limit needs.
 * @param read Returns undefined for a resource to leave out.
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
