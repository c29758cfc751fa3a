import type { IPollFunctions } from 'n8n-workflow';

import type { Batch, TriggerRuntime } from './triggerRuntime';

/** An execution that says nothing for so long is given up in any case. */
export const MAX_EXECUTION_MS = 60 * 60 * 1000;
/** n8n ends an execution when its time is up. As long again it may have waited for its start. */
const TIMES = 2;

/**
 * How long to wait for the end of an execution, in milliseconds. In queue mode it may never be
 * told: where Redis cannot be reached in the moment a worker is done, n8n waits for ever.
 * @param attempts How often in a row there was none: it is waited longer each time, since what
 * still waits for a worker would only be run as often.
 */
export function executionTimeoutFor(context: IPollFunctions, attempts: number): number {
	const { executionTimeout = 0 } = context.getWorkflowSettings();
	if (executionTimeout <= 0) return MAX_EXECUTION_MS;
	return Math.min(MAX_EXECUTION_MS, executionTimeout * 1000 * TIMES * 2 ** attempts);
}

/** The batch whose execution has outlived its poll by so much that its end was missed. */
export function overdueBatch({ batch }: TriggerRuntime, now: number): Batch | undefined {
	return batch?.outcome === 'running' && now >= (batch.givenUpAt ?? 0) ? batch : undefined;
}
