/** The last task of each key, until it has ended. */
const lastTasks = new Map<string, Promise<unknown>>();

/** Runs a task after every earlier task with the same key has ended, successfully or not. */
export async function runExclusive<Result>(
	key: string,
	work: () => Promise<Result>,
): Promise<Result> {
	const previous = lastTasks.get(key) ?? Promise.resolve();
	const task = previous.then(work, work);
	lastTasks.set(key, task);
	try {
		return await task;
	} finally {
		if (lastTasks.get(key) === task) lastTasks.delete(key);
	}
}
