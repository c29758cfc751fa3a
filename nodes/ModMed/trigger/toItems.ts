import type { INode, INodeExecutionData } from 'n8n-workflow';

import type { Change } from '../../../domain/changes/findChanges';
import type { ModMedClient } from '../transport/client';
import type { Content } from './eventReaders';
import { eventReaders } from './eventReaders';
import type { TriggerOptions } from './triggerOptions';

/** The output of a trigger: a reference to what changed, and the data themselves where wanted. */
export async function toItems(
	node: INode,
	client: ModMedClient,
	options: TriggerOptions,
	changes: Array<Change<Content>>,
	delivery: { attempt: number; lookFirst: (change: Change<Content>) => boolean },
): Promise<INodeExecutionData[]> {
	return await Promise.all(
		changes.map(async (change) => {
			const { resourceType, id, lastUpdated, payload: content } = change.state;
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
			const data = await eventReaders[options.event].fullData(node, client, content);
			return { json: { ...reference, ...data } };
		}),
	);
}
