import { createHash } from 'node:crypto';

import type { Search } from '../../../domain/readingWindow';
import { asRecord, asText } from '../../../domain/tolerant';
import type { ModMedClient } from '../transport/client';
import type { EventReader } from './eventReaders';
import type { WindowRead } from './plan';

/**
 * Makes one search for changes after the other, as far as time allows. What cannot be read is
 * set aside, and the rest goes on.
 * @param until Unix time in milliseconds after which no further page is read.
 */
export async function readWindow(
	client: ModMedClient,
	reader: EventReader,
	searches: Search[],
	until: number,
): Promise<WindowRead> {
	const read: WindowRead = { readings: [], unreadable: [], complete: false };
	for (const { lastUpdated, reached } of searches) {
		for await (const page of client.pages(reader.resourceType, reader.search(lastUpdated))) {
			for (const resource of page) {
				const reading = reader.read(resource, client.baseUrl);
				if (reading) read.readings.push(reading);
				else read.unreadable.push(markOf(resource));
			}
			if (Date.now() > until) return read;
		}
		read.complete = true;
		read.reached = reached;
	}
	return read;
}

/** Says which resource it was and what it was like, so that it is reported once as it is. */
export function markOf(resource: unknown): string {
	const content = createHash('sha256').update(JSON.stringify(resource)).digest('base64url');
	const id = asText(asRecord(resource).id)
		.replace(/[^\w.|-]/g, '')
		.slice(0, 64);
	return `${id || 'without ID'}@${content.slice(0, 6)}`;
}
