import { DateTime } from 'luxon';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Change, ResourceState } from '../../../domain/changes/findChanges';
import { findChanges } from '../../../domain/changes/findChanges';
import { memoryKey } from '../../../domain/changes/memoryKey';
import type { ModMedClient } from '../transport/client';
import { createClient } from '../transport/client';
import { INTERACTIVE_RETRY } from '../transport/retry';
import type { Payload } from './eventReader';
import { eventReaders } from './events';
import { toItems } from './items';
import type { TriggerOptions } from './triggerOptions';
import { readTriggerOptions } from './triggerOptions';

/** How many days back to look, one after the other until something is found. */
const DAYS_BACK = [1, 7, 30];
const MAX_PAGES = 4;
/** Nothing is remembered. */
const NO_KEY = memoryKey(new Uint8Array(32));

/** One recent event for somebody who is building a workflow. Nothing is remembered of it. */
export async function sample(this: IPollFunctions): Promise<INodeExecutionData[][]> {
	const node = this.getNode();
	const options = readTriggerOptions(this);
	const client = await createClient(this, INTERACTIVE_RETRY);
	for (const days of DAYS_BACK) {
		const day = DateTime.utc().minus({ days }).toFormat('yyyy-MM-dd');
		const newest = await newestSince(client, options, day);
		if (!newest) continue;
		const delivery = { attempt: 1, lookFirst: () => true };
		return [await toItems({ node, client, options }, [newest], delivery)];
	}
	throw new NodeOperationError(node, 'ModMed has no recent event to show', {
		description: "Nothing that passes the node's filters has changed in the last 30 days.",
	});
}

async function newestSince(
	client: ModMedClient,
	{ event, filters }: TriggerOptions,
	day: string,
): Promise<Change<Payload> | undefined> {
	const reader = eventReaders[event];
	const states: Array<ResourceState<Payload>> = [];
	let pages = 0;
	for await (const page of client.pages(reader.resourceType, reader.search(`ge${day}`))) {
		const read = page.map((resource) => reader.read(resource, client.baseUrl));
		states.push(...read.filter((state) => state !== undefined));
		if (++pages >= MAX_PAGES) break;
	}
	const wanted = states.filter(({ subject, payload }) => subject !== '' && payload.passes(filters));
	const newSince = `${day}T00:00:00.000Z`;
	return findChanges({ memory: {}, key: NO_KEY, newSince }, wanted).at(-1);
}
