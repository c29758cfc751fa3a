import type { INodeExecutionData } from 'n8n-workflow';

import type { DeliveryState } from './eventDelivery';
import type { TriggerRuntime } from './triggerRuntime';

/**
 * Until when another process may have acted upon the events in flight, in Unix milliseconds; 0
 * where only this process has, which knows by itself what it has done.
 */
export function lastAttemptElsewhere(runtime: TriggerRuntime, state: DeliveryState): number {
	if (runtime.hasWorkers) return runtime.failedAt;
	const isOurs = state.lastHandOver === runtime.lastHandOver;
	return runtime.first || !isOurs ? runtime.startedAt : 0;
}

/** Tells items of events in flight when another process may have acted upon them last. */
export function markLastAttempt(
	items: INodeExecutionData[],
	{ inFlight }: DeliveryState,
	lastAttemptAt: number,
): void {
	if (lastAttemptAt === 0) return;
	const lastAttempt = new Date(lastAttemptAt).toISOString();
	for (const { json } of items) {
		if (inFlight.includes(String(json.key))) Object.assign(json, { lastAttempt });
	}
}
