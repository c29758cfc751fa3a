import type { INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { lastingReasonOf } from './lastingReason';
import type { Batch, TriggerRuntime } from './triggerRuntime';

/** After so long without a result, an execution is taken for failed in any case. */
export const MAX_EXECUTION_MS = 60 * 60 * 1000;
/** n8n ends an execution at its timeout. It may have waited as long again for its start. */
const TIMEOUTS_TO_WAIT = 2;
/** A sleep that is no longer needed cannot be ended early, so none is long. */
const MAX_SLEEP_MS = 1_000;

/** Whether n8n reports to a poll how the execution that it started has ended. */
export function canHandOver(context: IPollFunctions): boolean {
	return typeof context.__emit === 'function' && typeof context.__emitError === 'function';
}

/**
 * Starts an execution and waits for its end, but not beyond the deadline: the outcome of a batch
 * that is still running is set later.
 * @param deadline Unix time in milliseconds.
 */
export async function handOver(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	items: INodeExecutionData[],
	batch: Batch,
	deadline: number,
): Promise<void> {
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const outcome = done.promise.then(
		(run) => {
			batch.reason = lastingReasonOf(run);
			batch.outcome = outcomeOf(run, batch.reason);
			if (batch.outcome !== 'succeeded') runtime.failedAt = Date.now();
			// Only executions that a worker has run are jobs.
			if (run?.jobId !== undefined) runtime.hasWorkers = true;
		},
		() => {
			batch.outcome = 'notSucceeded';
			runtime.failedAt = Date.now();
		},
	);
	context.__emit([items], undefined, done);
	while (batch.outcome === 'running' && Date.now() < deadline) {
		await Promise.race([outcome, sleep(Math.min(MAX_SLEEP_MS, deadline - Date.now()))]);
	}
}

/**
 * How long to wait for the end of an execution, in milliseconds. In queue mode n8n may never
 * report it: if Redis cannot be reached when a worker is done, n8n waits forever.
 * @param attempts How many executions in a row have not succeeded. Each doubles the wait, since
 * repeating what is still queued only makes the queue longer.
 */
export function executionTimeoutFor(context: IPollFunctions, attempts: number): number {
	const { executionTimeout = 0 } = context.getWorkflowSettings();
	if (executionTimeout <= 0) return MAX_EXECUTION_MS;
	const waitMs = executionTimeout * 1000 * TIMEOUTS_TO_WAIT * 2 ** attempts;
	return Math.min(MAX_EXECUTION_MS, waitMs);
}

/** The batch whose execution has been running for so long that its end must have been missed. */
export function overdueBatch({ batch }: TriggerRuntime, now: number): Batch | undefined {
	return batch?.outcome === 'running' && now >= (batch.overdueAt ?? 0) ? batch : undefined;
}

function outcomeOf(run: IRun | undefined, lastingReason: string | undefined): Batch['outcome'] {
	// n8n has saved an execution that waits, and resumes it.
	if (run?.status === 'success' || run?.status === 'waiting') return 'succeeded';
	return lastingReason === undefined ? 'notSucceeded' : 'failed';
}
