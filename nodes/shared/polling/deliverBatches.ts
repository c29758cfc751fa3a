import { randomBytes } from 'node:crypto';
import type { IPollFunctions, INodeExecutionData } from 'n8n-workflow';

import { batchBySubject } from '../../../domain/changes/batchBySubject';
import { canHandOver, handOver } from './handOver';
import type { Batch, TriggerRuntime } from './triggerRuntime';
import { markRecent } from './triggerRuntime';

const WAVE_SIZE = 50;

/** How far a trigger has come, as it stands in its state. */
export interface DeliveryState {
	/** What has been delivered, by id. */
	seen: Record<string, string>;
	/** Keys of the events handed over whose execution has not been seen to succeed. */
	inFlight: string[];
	/** How often in a row an execution has not succeeded. */
	attempts: number;
	/** A mark of the last hand-over, by which a process knows its own memory. */
	lastHandOver: string;
}

export interface BatchDelivery<Event> {
	context: IPollFunctions;
	turn: TriggerRuntime;
	progress: DeliveryState;
	/** Unix time in milliseconds after which nothing more is started. */
	deadline: number;
	/** Whom an event is about. Events of one subject are delivered one after the other. */
	subjectOf: (event: Event) => string;
	/** What a wave comes to. Without items nothing is handed over. */
	prepare: (
		wave: Event[],
		attempt: number,
	) => Promise<{ batch: Batch; items: INodeExecutionData[] }>;
	/** What an entry becomes while its event is on its way. */
	inDoubt: (entry: string) => string;
	/** How long the end of an execution is waited for, in milliseconds. */
	patience: number;
	save: () => void;
}

/**
 * Hands events over wave by wave, and takes each wave in once its execution has succeeded.
 * Returns what still waits and, on an n8n without acknowledgement, the items.
 */
export async function deliverBatches<Event>(
	{ context, turn, progress, deadline, ...of }: BatchDelivery<Event>,
	events: Event[],
): Promise<{ waiting: Event[]; items: INodeExecutionData[] }> {
	const waiting = new Set(events);
	const items: INodeExecutionData[] = [];
	// After an execution that did not succeed the waves are small: what can be done shall be.
	const size = Math.max(1, Math.floor(WAVE_SIZE / 8 ** progress.attempts));
	for (const wave of batchBySubject(events, of.subjectOf, size)) {
		if (Date.now() >= deadline) break;
		const { batch, items: waveItems } = await of.prepare(wave, progress.attempts + 1);
		if (waveItems.length > 0) {
			markInFlight(progress, batch, of.inDoubt);
			markRecent(turn, batch.subjects);
			if (canHandOver(context)) {
				progress.lastHandOver = turn.lastHandOver = randomBytes(6).toString('base64url');
				of.save();
				batch.givenUpAt = batch.startedAt + of.patience;
				await handOver(context, turn, waveItems, batch, Math.min(deadline, batch.givenUpAt));
			} else {
				items.push(...waveItems);
				batch.outcome = 'succeeded';
			}
			if (batch.outcome === 'running') turn.batch = batch;
			if (!settle(progress, batch)) break;
		}
		wave.forEach((event) => waiting.delete(event));
	}
	if (waiting.size === 0) progress.inFlight = [];
	return { waiting: [...waiting], items };
}

/** Takes the outcome of a batch in. Returns whether it succeeded. */
export function settle(progress: DeliveryState, batch: Batch): boolean {
	if (batch.outcome === 'running') return false;
	if (batch.outcome === 'notSucceeded') {
		progress.attempts += 1;
		return false;
	}
	Object.assign(progress.seen, batch.entries);
	progress.inFlight = progress.inFlight.filter((key) => !batch.keys.includes(key));
	progress.attempts = 0;
	return true;
}

/**
 * Marks the events of a batch as on their way, before anything is done about them: should their
 * execution break off half-way, even a return to the former state is a change to be delivered.
 */
function markInFlight(
	progress: DeliveryState,
	{ keys, entries }: Batch,
	inDoubt: (entry: string) => string,
): void {
	progress.inFlight = [...new Set([...progress.inFlight, ...keys])];
	for (const id of Object.keys(entries)) {
		const entry = progress.seen[id];
		if (entry !== undefined) progress.seen[id] = inDoubt(entry);
	}
}
