import { describe, expect, it } from '@jest/globals';

import { runExclusive } from '../../../../nodes/shared/http/keyedMutex';

/** A task that can be ended, and notes when it starts. */
function task(name: string, started: string[]) {
	let end = (_error?: Error) => {};
	const ended = new Promise<string>((resolve, reject) => {
		end = (error) => (error ? reject(error) : resolve(name));
	});
	const work = async () => {
		started.push(name);
		return await ended;
	};
	return { work, end };
}

const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('tasks', () => {
	it('with the same key run one after the other, also after a failure', async () => {
		const started: string[] = [];
		const [first, second] = [task('first', started), task('second', started)];
		const results = [runExclusive('key', first.work), runExclusive('key', second.work)];
		await settle();
		expect(started).toEqual(['first']);
		first.end(new Error('broken'));
		second.end();
		expect(await Promise.allSettled(results)).toMatchObject([
			{ status: 'rejected', reason: { message: 'broken' } },
			{ status: 'fulfilled', value: 'second' },
		]);
		expect(started).toEqual(['first', 'second']);
	});

	it('with different keys run at the same time', async () => {
		const started: string[] = [];
		const [one, other] = [task('one', started), task('other', started)];
		const results = [runExclusive('a', one.work), runExclusive('b', other.work)];
		await settle();
		expect(started).toEqual(['one', 'other']);
		one.end();
		other.end();
		expect(await Promise.all(results)).toEqual(['one', 'other']);
	});
});
