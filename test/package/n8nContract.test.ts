import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

import { locateHost } from '../../scripts/n8n/locate';

/** The first run on a machine may have to install n8n. */
const SET_UP_MS = 900_000;

/**
 * n8n documents none of this. Without it the triggers could not know what became of their events:
 * when a new version of n8n makes these fail, look at nodes/shared/polling before anything else.
 */
describe('What the triggers need of n8n', () => {
	let found: Record<string, unknown>;

	beforeAll(async () => {
		const { nodeBin, n8nBin } = await locateHost();
		const script = join(__dirname, 'n8nContract.cjs');
		const { stdout } = await promisify(execFile)(nodeBin, [script, n8nBin]);
		found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
	}, SET_UP_MS);

	it('a poll can start an execution, tell of a failure, and ask for its time and settings', () => {
		expect(found.isPollContext).toBe(true);
		expect(found.functions).toEqual(['function', 'function', 'function', 'function']);
		expect(found.createsDeferred).toBe('function');
		expect(found.settings).toMatchObject({ executionTimeout: 240 });
	});

	it('a poll is told how the execution it has started ended', () => {
		expect(found.ended).toEqual({ status: 'success', finished: true, jobId: '7' });
	});

	it('the time of a poll is five minutes, and with durable polls what n8n waits for', () => {
		expect(found.budgetMs).toBe(300_000);
		expect(found.durableBudgetMs).toBe(36_000);
	});
});
