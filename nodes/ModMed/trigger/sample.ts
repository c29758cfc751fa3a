import { DateTime } from 'luxon';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Change, ResourceState } from '../../../domain/changes/findChanges';
import { findChanges } from '../../../domain/changes/findChanges';
import { createClient } from '../transport/client';
import { INTERACTIVE_RETRY } from '../transport/retry';
import type { Content } from './eventReaders';
import { eventReaders } from './eventReaders';
import { toItems } from './toItems';
import { readTriggerOptions } from './triggerOptions';

/** How many days back to look, one after the other until something is found. */
const DAYS_BACK = [1, 7, 30];
const MOST_PAGES = 4;

/** One recent event for somebody who is building a workflow. Nothing is remembered of it. */
export async function sample(this: IPollFunctions): Promise<INodeExecutionData[][]> {
	const options = readTriggerOptions(this);
	const reader = eventReaders[options.event];
	const client = await createClient(this, INTERACTIVE_RETRY);
	for (const days of DAYS_BACK) {
		const day = DateTime.utc().minus({ days }).toFormat('yyyy-MM-dd');
		const readings: Array<ResourceState<Content>> = [];
		let pages = 0;
		for await (const page of client.pages(reader.resourceType, reader.search(`ge${day}`))) {
			readings.push(
				...page.map((resource) => reader.read(resource, client.baseUrl)).filter(isWanted),
			);
			if (++pages >= MOST_PAGES) break;
		}
		const newest = findChanges({}, readings, `${day}T00:00:00.000Z`).at(-1);
		if (newest) return [await itemOf.call(this, newest)];
	}
	throw new NodeOperationError(this.getNode(), 'ModMed has no recent event to show', {
		description: 'Nothing that matches the filters has changed in the last 30 days.',
	});

	function isWanted(
		reading: ResourceState<Content> | undefined,
	): reading is ResourceState<Content> {
		return (
			reading !== undefined && reading.subject !== '' && reading.payload.passes(options.filters)
		);
	}

	async function itemOf(this: IPollFunctions, change: Change<Content>) {
		return await toItems(this.getNode(), client, options, [change], {
			attempt: 1,
			lookFirst: () => true,
		});
	}
}
