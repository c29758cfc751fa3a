import type { INodeExecutionData } from 'n8n-workflow';

import type { BatchToDeliver, Queue } from './batches';
import { groupEvents, nextBatch, splitBatch } from './batches';
import type { DeliveryState } from './eventDelivery';
import { isToBeSetAside, mustWait, onlyWaiting } from './failedEvents';
import { lastAttemptElsewhere, markLastAttempt } from './lastAttempt';
import { lastingReasonOfError } from './lastingReason';
import { reportSetAside } from './report';
import type { Delivery } from './startBatch';
import { isPossibleDuplicate, settle, startBatch } from './startBatch';
import type { Batch } from './triggerRuntime';

/** So many failures in a row have one cause, and the rest of the events would fail as well. */
const MAX_IN_A_ROW = { failed: 10, notSucceeded: 2 };

/**
 * Hands events over batch by batch, and notes each batch as delivered once its execution has
 * succeeded. An event that fails waits with all later ones of its subject, and holds up nobody else.
 * Returns what still waits and, on an n8n without acknowledgement, the items.
 */
export async function deliver<State extends DeliveryState, Event>(
	delivery: Delivery<State, Event>,
	events: Event[],
): Promise<{ waiting: Event[]; items: INodeExecutionData[] }> {
	const { state, deadline, how } = delivery;
	const waiting = new Set(events);
	const items: INodeExecutionData[] = [];
	const queue = groupEvents(events, state, how);
	// Also where nothing is delivered: it makes this trigger known to its siblings.
	const mayBeDuplicate = isPossibleDuplicate(delivery, Date.now());
	const lastAttemptAt = lastAttemptElsewhere(delivery.runtime, state);
	let failuresInARow = 0;
	for (let batch = nextBatch(queue); batch; batch = nextBatch(queue)) {
		if (Date.now() >= deadline) break;
		const isUnfinished = state.inFlight.length > 0;
		const attempted = { ...batch, mayBeDuplicate: mayBeDuplicate || isUnfinished, lastAttemptAt };
		const outcome = await deliverBatch(delivery, attempted, items);
		if (outcome === 'running') break;
		if (outcome === 'succeeded') {
			batch.events.forEach((event) => waiting.delete(event));
			failuresInARow = 0;
		} else if (outcome === 'failed' && batch.events.length > 1) {
			splitBatch(queue, batch);
		} else {
			failuresInARow += 1;
			if (batch.events.length > 1 || failuresInARow >= MAX_IN_A_ROW[outcome]) break;
			afterFailure(delivery, queue, batch, outcome);
		}
	}
	if (waiting.size === 0) state.inFlight = [];
	state.failed = onlyWaiting(state.failed, new Set([...waiting].map((event) => how.idOf(event))));
	return { waiting: [...waiting], items };
}

/** An event that has just failed for the last time is set aside at once. Any other one waits. */
function afterFailure<State extends DeliveryState, Event>(
	{ state, how }: Delivery<State, Event>,
	queue: Queue<Event>,
	{ events, attempt }: BatchToDeliver<Event>,
	outcome: Outcome,
): void {
	for (const event of events) {
		const failed = state.failed[how.idOf(event)];
		const isLastTime = isToBeSetAside(failed) && !mustWait(failed);
		if (outcome === 'failed' && isLastTime) splitBatch(queue, { events, attempt });
		else queue.blocked.add(how.subjectOf(event));
	}
}

type Outcome = Batch['outcome'];

type AttemptedBatch<Event> = BatchToDeliver<Event> & {
	mayBeDuplicate: boolean;
	lastAttemptAt: number;
};

/** Prepares a batch, starts its execution and takes the outcome into the state. */
async function deliverBatch<State extends DeliveryState, Event>(
	delivery: Delivery<State, Event>,
	{ events, attempt, mayBeDuplicate, lastAttemptAt }: AttemptedBatch<Event>,
	items: INodeExecutionData[],
): Promise<Outcome> {
	const { state, how } = delivery;
	const [only, ...others] = events.map((event) => how.idOf(event));
	const single = others.length === 0 ? only : undefined;
	const failed = single === undefined ? undefined : state.failed[single];
	const setAside = isToBeSetAside(failed);
	const inputs = { state, attempt, mayBeDuplicate, setAside };
	const prepared = await how.prepare(events, inputs).catch(lastingFailure);
	if ('reason' in prepared) {
		const { reason } = prepared;
		const failedBatch = { single, entries: {}, keys: [], outcome: 'failed' as const, reason };
		return settle(state, { ...failedBatch, setsAside: how.setsAside });
	}
	if (prepared.items.length === 0) return 'succeeded';
	markLastAttempt(prepared.items, state, lastAttemptAt);
	if (setAside) markSetAside(prepared.items, failed.reason);
	const batch = await startBatch(delivery, prepared, single);
	if (batch === undefined) items.push(...prepared.items);
	const outcome = batch === undefined ? 'succeeded' : settle(state, batch);
	if (outcome === 'succeeded' && single !== undefined && setAside) {
		reportSetAside(delivery.context, single, failed, delivery.service);
	}
	return outcome;
}

/** Why a batch can never be prepared. Throws whatever may pass on its own. */
function lastingFailure(error: unknown): { reason: string } {
	const reason = lastingReasonOfError(error);
	if (reason === undefined) throw error;
	return { reason };
}

/** Marks items that are not to be processed, but to be recorded with the reason. */
function markSetAside(items: INodeExecutionData[], reason: string): void {
	for (const { json } of items) Object.assign(json, { setAside: true, reason });
}
