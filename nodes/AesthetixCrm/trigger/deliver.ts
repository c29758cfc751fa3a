import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { UNCERTAIN } from '../../../domain/changes/contactWatch';
import { deliverBatches } from '../../shared/polling/deliverBatches';
import { mayBeDuplicate } from '../../shared/polling/mayBeDuplicate';
import { MAX_EXECUTION_MS } from '../../shared/polling/executionTimeout';
import type { Batch, TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { isRecent } from '../../shared/polling/triggerRuntime';
import type { NewEvent } from './readEvent';
import { readEvent } from './readEvent';
import type { WatchState } from './state';
import type { Source } from './toItem';
import { toItem } from './toItem';

const AT_ONCE = 5;

export interface Delivery extends Source {
	context: IPollFunctions;
	turn: TriggerRuntime;
	deadline: number;
	state: WatchState;
	/** Nothing was remembered: what is found may have been delivered in another life. */
	isFresh: boolean;
	save: () => void;
}

/** Reads the contacts in question wave by wave and hands over what has really happened. */
export async function deliver(
	delivery: Delivery,
	contactIds: string[],
): Promise<{ waiting: string[]; items: INodeExecutionData[] }> {
	const { context, turn, deadline, state, isFresh, save } = delivery;
	const inDoubt = mayBeDuplicate(turn, state, { source: state.watched, isFresh, now: Date.now() });
	const waves = {
		context,
		turn,
		deadline,
		progress: state,
		save,
		subjectOf: (contactId: string) => contactId,
		inDoubt: () => UNCERTAIN,
		// What follows may be a new patient in ModMed: nothing that waits for a worker comes twice.
		patience: MAX_EXECUTION_MS,
		prepare: async (wave: string[], attempt: number) => {
			const limit = pLimit(AT_ONCE);
			const reading = wave.map(
				async (id) => await limit(async () => await readEvent(delivery, state, id)),
			);
			const events = (await Promise.all(reading)).filter((event) => event !== undefined);
			const items = events.map(async (event) => {
				const lookFirst = inDoubt || isRecent(turn, event.contact.id);
				return await toItem(delivery, event, { lookFirst, attempt });
			});
			return { batch: batchOf(events), items: await Promise.all(items) };
		},
	};
	return await deliverBatches(waves, contactIds);
}

function batchOf(events: NewEvent[]): Batch {
	return {
		entries: Object.fromEntries(events.map(({ contact, entry }) => [contact.id, entry])),
		keys: events.map(({ key }) => key),
		subjects: events.map(({ contact }) => contact.id),
		startedAt: Date.now(),
		outcome: 'running',
	};
}
