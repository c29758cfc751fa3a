/** What is being done about each key in this process. */
const underWay = new Map<string, Promise<unknown>>();

/** Does a piece of work once everything begun earlier under the same key has come to its end. */
export async function runExclusive<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
	const before = underWay.get(key) ?? Promise.resolve();
	const turn = before.then(work, work);
	underWay.set(key, turn);
	try {
		return await turn;
	} finally {
		if (underWay.get(key) === turn) underWay.delete(key);
	}
}
