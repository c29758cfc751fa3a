import type { INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Batch, TriggerRuntime } from './triggerRuntime';

/** A nap that is no longer needed cannot be ended, so none is long. */
const LONGEST_NAP_MS = 1_000;

/**
 * Starts an execution for events and waits for its end, but not longer than until the deadline:
 * a batch that is still running then tells its outcome later.
 */
export async function handOver(
	context: IPollFunctions,
	turn: TriggerRuntime,
	items: INodeExecutionData[],
	batch: Batch,
	deadline: number,
): Promise<void> {
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const outcome = done.promise.then(
		(run) => {
			batch.outcome = hasSucceeded(run) ? 'succeeded' : 'notSucceeded';
			// Only what a worker has run is a job.
			if (run?.jobId !== undefined) turn.hasWorkers = true;
		},
		() => {
			batch.outcome = 'notSucceeded';
		},
	);
	context.__emit([items], undefined, done);
	while (batch.outcome === 'running' && Date.now() < deadline) {
		await Promise.race([outcome, sleep(Math.min(LONGEST_NAP_MS, deadline - Date.now()))]);
	}
}

/** Whether n8n can tell a poll what became of its execution. */
export function canHandOver(context: IPollFunctions): boolean {
	return typeof context.__emit === 'function' && typeof context.__emitError === 'function';
}

/** An execution that waits has been saved by n8n and will be taken up again by it. */
function hasSucceeded(run: IRun | undefined): boolean {
	return run?.status === 'success' || run?.status === 'waiting';
}
