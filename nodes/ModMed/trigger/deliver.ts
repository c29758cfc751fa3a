import type { IPollFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Change } from '../../../domain/findChanges';
import { inWaves } from '../../../domain/inWaves';
import type { Memory } from '../../../domain/memory';
import { doubt, remember } from '../../../domain/memory';
import type { ModMedClient } from '../transport/client';
import type { Content } from './eventReaders';
import { canHandOver, handOver } from './handOver';
import type { TriggerState } from './state';
import { saveState } from './state';
import { toItems } from './toItems';
import type { TriggerOptions } from './triggerOptions';
import type { Batch, Turn } from './turn';
import { isRecent, markRecent } from './turn';

const WAVE_SIZE = 50;
/** What changed longer ago was not simply found by the next poll. */
const LATE_MS = 30 * 60 * 1000;

export interface Delivery {
	context: IPollFunctions;
	client: ModMedClient;
	options: TriggerOptions;
	turn: Turn;
	deadline: number;
	/** Nothing was remembered: what is found may have been delivered in another life. */
	isFresh: boolean;
}

/**
 * Hands events over wave by wave, and takes each wave in once its execution has succeeded.
 * Returns the state, what still waits, and, on an n8n without acknowledgement, the items.
 */
export async function deliver(
	delivery: Delivery,
	state: TriggerState,
	changes: Array<Change<Content>>,
): Promise<{ waiting: Array<Change<Content>>; items: INodeExecutionData[] }> {
	const { context, turn, options, deadline, isFresh } = delivery;
	const waiting = new Set(changes);
	const items: INodeExecutionData[] = [];
	// After an execution that did not succeed the waves are small: what can be done shall be.
	const size = Math.max(1, Math.floor(WAVE_SIZE / 8 ** state.attempts));
	const inDoubt = turn.first || isFresh || state.inFlight.length > 0;
	for (const wave of inWaves(changes, ({ reading }) => reading.subject, size)) {
		if (Date.now() >= deadline) break;
		const batch = batchOf(wave);
		const waveItems = await itemsOf(delivery, wave, { inDoubt, attempt: state.attempts + 1 });
		setOut(state, batch);
		markRecent(turn, batch.subjects, Date.now());
		if (canHandOver(context)) {
			saveState(context.getWorkflowStaticData('node'), options.event, state);
			await handOver(context, waveItems, batch, deadline);
		} else {
			items.push(...waveItems);
			batch.outcome = 'succeeded';
		}
		if (batch.outcome === 'running') turn.batch = batch;
		if (!settle(state, batch)) break;
		wave.forEach((change) => waiting.delete(change));
	}
	if (waiting.size === 0) state.inFlight = [];
	return { waiting: [...waiting], items };
}

/**
 * Marks the events of a batch as on their way, before anything is done about them: should their
 * execution break off half-way, even a return to the former state is a change to be delivered.
 */
function setOut(state: TriggerState, { keys, entries }: Batch): void {
	state.inFlight = [...new Set([...state.inFlight, ...keys])];
	for (const id of Object.keys(entries)) {
		const entry = state.seen[id];
		if (entry !== undefined) state.seen[id] = doubt(entry);
	}
}

/** Takes the outcome of a batch into the state. Returns whether it succeeded. */
export function settle(state: TriggerState, batch: Batch): boolean {
	if (batch.outcome === 'running') return false;
	if (batch.outcome === 'notSucceeded') {
		state.attempts += 1;
		return false;
	}
	Object.assign(state.seen, batch.entries);
	state.inFlight = state.inFlight.filter((key) => !batch.keys.includes(key));
	state.attempts = 0;
	return true;
}

function batchOf(wave: Array<Change<Content>>): Batch {
	const entries: Memory = {};
	for (const { reading } of wave) {
		entries[reading.id] = remember(reading.parts, reading.lastUpdated);
	}
	const subjects = wave.map(({ reading }) => reading.subject);
	const keys = wave.map(({ key }) => key);
	return { entries, keys, subjects, startedAt: Date.now(), outcome: 'running' };
}

/** The items of a wave, each told whether the CRM may already know something of it. */
async function itemsOf(
	{ context, client, options, turn }: Delivery,
	wave: Array<Change<Content>>,
	{ inDoubt, attempt }: { inDoubt: boolean; attempt: number },
): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const isLate = (time: string) => Date.parse(time) < now - LATE_MS;
	const lookFirst = ({ reasons, reading }: Change<Content>) =>
		inDoubt ||
		isRecent(turn, reading.subject, now) ||
		reasons.includes('changed') ||
		isLate(reading.lastUpdated) ||
		(reasons.includes('new') && isLate(reading.created));
	return await toItems(context.getNode(), client, options, wave, { attempt, lookFirst });
}
