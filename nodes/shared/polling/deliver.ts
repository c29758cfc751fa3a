import { randomBytes } from 'node:crypto';
import type { IPollFunctions, INodeExecutionData } from 'n8n-workflow';

import { batchBySubject } from '../../../domain/changes/batchBySubject';
import type { Memory } from '../../../domain/changes/memory';
import { canHandOver, handOver } from './execution';
import type { Batch, TriggerRuntime } from './triggerRuntime';
import { hasSiblingTrigger, markRecent } from './triggerRuntime';

const BATCH_SIZE = 50;

/** What has been delivered, as it stands in a trigger's state. */
export interface DeliveryState {
	/** What has been delivered, by ID. */
	seen: Memory;
	/** Keys of the events handed over whose execution has not been seen to succeed. */
	inFlight: string[];
	/** How many executions in a row have not succeeded. */
	attempts: number;
	/** Marks the last hand-over, so that a process recognizes its own state. */
	lastHandOver: string;
}

/** The items of a batch, and what to remember once their execution has succeeded. */
export interface PreparedBatch {
	items: INodeExecutionData[];
	entries: Memory;
	keys: string[];
	subjects: string[];
}

export interface Attempt<State> {
	state: State;
	/** 1 for the first attempt. */
	attempt: number;
	/** Whether the events may have been delivered before, or are being delivered elsewhere. */
	mayBeDuplicate: boolean;
}

/** How the events of one kind of trigger are delivered. */
export interface EventDelivery<State, Event> {
	/** What the trigger reports about. Triggers with the same source report the same events. */
	source: string;
	/** Whom an event is about. Events of one subject are delivered one after the other. */
	subjectOf(event: Event): string;
	/** Turns events into items. Without items nothing is handed over. */
	prepare(events: Event[], attempt: Attempt<State>): Promise<PreparedBatch>;
	/** What an entry becomes while its event is in flight. */
	uncertain(entry: string): string;
	/** How long to wait for the end of an execution, in milliseconds. */
	executionTimeoutMs(attempts: number): number;
}

export interface Delivery<State, Event> {
	context: IPollFunctions;
	runtime: TriggerRuntime;
	state: State;
	/** Nothing was remembered: what is found may have been delivered before that was lost. */
	isFresh: boolean;
	/** Unix time in milliseconds after which nothing more is started. */
	deadline: number;
	how: EventDelivery<State, Event>;
	save: (state: State) => void;
}

/**
 * Hands events over batch by batch, and notes each batch as delivered once its execution has
 * succeeded. Returns what still waits and, on an n8n without acknowledgement, the items.
 */
export async function deliver<State extends DeliveryState, Event>(
	delivery: Delivery<State, Event>,
	events: Event[],
): Promise<{ waiting: Event[]; items: INodeExecutionData[] }> {
	const { state, deadline, how } = delivery;
	const uncertain = mayBeDuplicate(delivery, Date.now());
	const timeoutMs = how.executionTimeoutMs(state.attempts);
	const waiting = new Set(events);
	const items: INodeExecutionData[] = [];
	// Small batches after a failure: events that can be processed are not held up by one that cannot.
	const size = Math.max(1, Math.floor(BATCH_SIZE / 8 ** state.attempts));
	for (const part of batchBySubject(events, how.subjectOf, size)) {
		if (Date.now() >= deadline) break;
		const attempt = { state, attempt: state.attempts + 1, mayBeDuplicate: uncertain };
		const prepared = await how.prepare(part, attempt);
		if (prepared.items.length > 0) {
			const batch = await start(delivery, prepared, timeoutMs);
			if (batch === undefined) items.push(...prepared.items);
			else if (!settle(state, batch)) break;
		}
		part.forEach((event) => waiting.delete(event));
	}
	if (waiting.size === 0) state.inFlight = [];
	return { waiting: [...waiting], items };
}

/** Takes the outcome of a batch into the state. Returns whether it succeeded. */
export function settle(
	state: DeliveryState,
	{ outcome, entries, keys }: Pick<Batch, 'outcome' | 'entries' | 'keys'>,
): boolean {
	if (outcome === 'running') return false;
	if (outcome === 'notSucceeded') {
		state.attempts += 1;
		return false;
	}
	Object.assign(state.seen, entries);
	state.inFlight = state.inFlight.filter((key) => !keys.includes(key));
	state.attempts = 0;
	return true;
}

/** Starts the execution of a batch. Without acknowledgement none is started, and it is settled. */
async function start<State extends DeliveryState, Event>(
	{ context, runtime, state, deadline, how, save }: Delivery<State, Event>,
	{ items, ...prepared }: PreparedBatch,
	timeoutMs: number,
): Promise<Batch | undefined> {
	const now = Date.now();
	markInFlight(state, prepared, how.uncertain);
	markRecent(runtime, prepared.subjects);
	if (!canHandOver(context)) {
		settle(state, { ...prepared, outcome: 'succeeded' });
		return undefined;
	}
	const overdueAt = now + timeoutMs;
	const batch: Batch = { ...prepared, overdueAt, outcome: 'running' };
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
function mayBeDuplicate<State extends DeliveryState, Event>(
	{ runtime, state, isFresh, how }: Delivery<State, Event>,
	now: number,
): boolean {
	const isOurs = state.lastHandOver === runtime.lastHandOver;
	const hasSibling = hasSiblingTrigger(runtime, how.source, now);
	const isUnfinished = state.inFlight.length > 0;
	return runtime.first || isFresh || !isOurs || isUnfinished || hasSibling || runtime.hasWorkers;
}
