import { randomBytes } from 'node:crypto';
import type { IPollFunctions } from 'n8n-workflow';

import type { DeliveryState, EventDelivery, PreparedBatch } from './eventDelivery';
import { canHandOver, handOver } from './execution';
import { noteFailure } from './failedEvents';
import type { Batch, TriggerRuntime } from './triggerRuntime';
import { hasSiblingTrigger, markRecent } from './triggerRuntime';

export interface Delivery<State, Event> {
	context: IPollFunctions;
	/** Named in reports, such as `ModMed`. */
	service: string;
	runtime: TriggerRuntime;
	state: State;
	/** Nothing was remembered: what is found may have been delivered before that was lost. */
	isFresh: boolean;
	/** Unix time in milliseconds after which nothing more is started. */
	deadline: number;
	how: EventDelivery<State, Event>;
	save: (state: State) => void;
}

/** Starts the execution of a batch. Without acknowledgement none is started, and it is settled. */
export async function startBatch<State extends DeliveryState, Event>(
	{ context, runtime, state, deadline, how, save }: Delivery<State, Event>,
	{ items, ...prepared }: PreparedBatch,
	single: string | undefined,
): Promise<Batch | undefined> {
	markInFlight(state, prepared, how.uncertain);
	markRecent(runtime, prepared.subjects);
	if (!canHandOver(context)) {
		settle(state, { ...prepared, setsAside: how.setsAside, outcome: 'succeeded' });
		return undefined;
	}
	const overdueAt = Date.now() + how.executionTimeoutMs(state.attempts);
	const { setsAside } = how;
	const batch: Batch = { ...prepared, single, setsAside, overdueAt, outcome: 'running' };
	state.lastHandOver = runtime.lastHandOver = randomBytes(6).toString('base64url');
	save(state);
	await handOver(context, runtime, items, batch, Math.min(deadline, overdueAt));
	if (batch.outcome === 'running') runtime.batch = batch;
	return batch;
}

/**
 * Marks the events of a batch as in flight before anything is done about them: if their execution
 * breaks off half-way, even a return to the former state is a change to deliver.
 */
function markInFlight(
	state: DeliveryState,
	{ keys, entries }: Pick<PreparedBatch, 'keys' | 'entries'>,
	uncertain: (entry: string) => string,
): void {
	state.inFlight = [...new Set([...state.inFlight, ...keys])];
	for (const id of Object.keys(entries)) {
		const entry = state.seen[id];
		if (entry !== undefined) state.seen[id] = uncertain(entry);
	}
}

/**
 * Whether what is delivered now may have been delivered before, or is delivered elsewhere now:
 * - before this process started, or from another state. There are two where a workflow was
 *   imported while it ran, and an old one comes back with a restored database;
 * - by an execution whose end was not seen;
 * - by another trigger that reports the same events;
 * - by a worker that still runs what a process before this one handed over.
 */
export function isPossibleDuplicate<State extends DeliveryState, Event>(
	{ runtime, state, isFresh, how }: Delivery<State, Event>,
	now: number,
): boolean {
	const isOurs = state.lastHandOver === runtime.lastHandOver;
	const hasSibling = hasSiblingTrigger(runtime, how.source, now);
	const isUnfinished = state.inFlight.length > 0;
	return runtime.first || isFresh || !isOurs || isUnfinished || hasSibling || runtime.hasWorkers;
}

/** Takes the outcome of a batch into the state. */
export function settle(
	state: DeliveryState,
	{ outcome, single, setsAside, reason, entries, keys }: Omit<Batch, 'subjects'>,
): Batch['outcome'] {
	if (outcome === 'running') return outcome;
	if (outcome === 'succeeded') {
		Object.assign(state.seen, entries);
		state.inFlight = state.inFlight.filter((key) => !keys.includes(key));
		state.attempts = 0;
		return outcome;
	}
	if (single !== undefined) noteFailure(state.failed, single, setsAside ? reason : undefined);
	if (outcome === 'notSucceeded') state.attempts += 1;
	return outcome;
}
