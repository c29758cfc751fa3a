import type { IPollFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Change } from '../../../domain/changes/findChanges';
import type { Memory } from '../../../domain/changes/memory';
import { uncertainEntry, writeEntry } from '../../../domain/changes/memory';
import { deliverBatches } from '../../shared/polling/deliverBatches';
import { mayBeDuplicate } from '../../shared/polling/mayBeDuplicate';
import { executionTimeoutFor } from '../../shared/polling/executionTimeout';
import type { ModMedClient } from '../transport/client';
import type { Content } from './eventReaders';
import type { TriggerState } from './state';
import { toItems } from './toItems';
import type { TriggerOptions } from './triggerOptions';
import type { Batch, TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { isRecent } from '../../shared/polling/triggerRuntime';

/**
 * What changed longer ago was not simply found by the next poll. Below the half hour after which
 * Catch up takes a change up: what is on its way without looking has come to its end by then.
 */
const LATE_MS = 20 * 60 * 1000;

export interface Delivery {
	context: IPollFunctions;
	client: ModMedClient;
	options: TriggerOptions;
	turn: TriggerRuntime;
	deadline: number;
	/** Nothing was remembered: what is found may have been delivered in another life. */
	isFresh: boolean;
	save: (state: TriggerState) => void;
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
	const { context, client, turn, options, deadline, isFresh } = delivery;
	const source = `${client.baseUrl} ${options.event}`;
	const inDoubt = mayBeDuplicate(turn, state, { source, isFresh, now: Date.now() });
	const waves = {
		context,
		turn,
		deadline,
		progress: state,
		subjectOf: ({ state: reading }: Change<Content>) => reading.subject,
		prepare: async (wave: Array<Change<Content>>, attempt: number) => ({
			batch: batchOf(wave),
			items: await itemsOf(delivery, wave, { inDoubt, attempt }),
		}),
		inDoubt: uncertainEntry,
		patience: executionTimeoutFor(context, state.attempts),
		save: () => delivery.save(state),
	};
	return await deliverBatches(waves, changes);
}

function batchOf(wave: Array<Change<Content>>): Batch {
	const entries: Memory = {};
	for (const { state: reading } of wave) {
		entries[reading.id] = writeEntry(reading.trackedFields, reading.lastUpdated);
	}
	const subjects = wave.map(({ state: reading }) => reading.subject);
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
	const lookFirst = ({ reasons, state: reading }: Change<Content>) =>
		inDoubt ||
		isRecent(turn, reading.subject) ||
		reasons.includes('changed') ||
		isLate(reading.lastUpdated) ||
		(reasons.includes('new') && isLate(reading.created));
	return await toItems(context.getNode(), client, options, wave, { attempt, lookFirst });
}
