import type { INode, INodeExecutionData } from 'n8n-workflow';

import type { Change } from '../../../domain/changes/findChanges';
import type { Attempt, PreparedBatch } from '../../shared/polling/eventDelivery';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { isRecent } from '../../shared/polling/triggerRuntime';
import type { ModMedClient } from '../transport/client';
import type { Payload } from './eventReader';
import { eventReaders } from './events';
import type { TriggerOptions } from './triggerOptions';

/**
 * A change older than this was not simply found by the next poll. Below the half hour after which
 * the template Catch Up processes a change itself: by then, what is in flight has been completed.
 */
const LATE_MS = 20 * 60 * 1000;

/** What items are made with. */
export interface ItemContext {
	node: INode;
	client: ModMedClient;
	options: TriggerOptions;
}

/** The items of a batch, and what to remember of it once it is delivered. */
export async function prepareBatch(
	items: ItemContext,
	runtime: TriggerRuntime,
	changes: Array<Change<Payload>>,
	{ attempt, mayBeDuplicate, setAside }: Attempt<unknown>,
): Promise<PreparedBatch> {
	const now = Date.now();
	const lookFirst = (change: Change<Payload>) =>
		mayBeDuplicate || isRecent(runtime, change.state.subject) || mayBeKnown(change, now);
	const options = { ...items.options, fullData: items.options.fullData && !setAside };
	return {
		items: await toItems({ ...items, options }, changes, { attempt, lookFirst }),
		entries: Object.fromEntries(changes.map(({ state: { id }, entry }) => [id, entry])),
		keys: changes.map(({ key }) => key),
		subjects: changes.map(({ state }) => state.subject),
	};
}

/** Whether the CRM may know something of a change already. */
function mayBeKnown({ reasons, state }: Change<Payload>, now: number): boolean {
	const isLate = (time: string) => Date.parse(time) < now - LATE_MS;
	return (
		reasons.includes('changed') ||
		isLate(state.lastUpdated) ||
		(reasons.includes('new') && isLate(state.created))
	);
}

/** The output of the trigger: references to what changed, with the data if they are wanted. */
export async function toItems(
	{ node, client, options }: ItemContext,
	changes: Array<Change<Payload>>,
	delivery: { attempt: number; lookFirst: (change: Change<Payload>) => boolean },
): Promise<INodeExecutionData[]> {
	return await Promise.all(
		changes.map(async (change) => {
			const { resourceType, id, lastUpdated, payload } = change.state;
			const reference = {
				event: options.event,
				key: change.key,
				resourceType,
				id,
				lastUpdated,
				reasons: change.reasons,
				lookFirst: delivery.lookFirst(change),
				attempt: delivery.attempt,
			};
			if (!options.fullData) return { json: reference };
			const resource = payload.resource ?? (await client.read(resourceType, id));
			const data = await eventReaders[options.event].fullData(node, client, resource);
			return { json: { ...reference, ...data } };
		}),
	);
}
