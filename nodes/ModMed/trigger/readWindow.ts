import type { ChangeSearch } from '../../../domain/changes/searchWindow';
import { asRecord, asText } from '../../../domain/coerce';
import { contentHash } from '../../shared/contentHash';
import { statusOf } from '../transport/apiError';
import type { ModMedClient } from '../transport/client';
import type { EventReader } from './eventReaders';
import type { WindowRead } from './plan';

/**
 * Makes one search for changes after the other, as far as time allows. What cannot be read is
 * set aside, and the rest goes on; where a page cannot be had, with what stands before it.
 * @param until Unix time in milliseconds after which no further page is read.
 */
export async function readWindow(
	client: ModMedClient,
	reader: EventReader,
	searches: ChangeSearch[],
	until: number,
): Promise<WindowRead> {
	const read: WindowRead = { readings: [], unreadable: [], complete: false };
	await readAll(read, client, reader, searches, until).catch(async (error: unknown) => {
		if (read.readings.length === 0 || !isOfOnePage(error)) return await Promise.reject(error);
		read.failure = error;
	});
	return read;
}

async function readAll(
	read: WindowRead,
	client: ModMedClient,
	reader: EventReader,
	searches: ChangeSearch[],
	until: number,
): Promise<void> {
	for (const { lastUpdated, cursorAfter: reached } of searches) {
		for await (const page of client.pages(reader.resourceType, reader.search(lastUpdated))) {
			take(page, read, reader, client.baseUrl);
			read.aheadMs = client.aheadMs;
			if (Date.now() > until) return;
		}
		read.complete = true;
		read.reached = reached;
	}
}

function take(page: unknown[], read: WindowRead, reader: EventReader, base: string): void {
	for (const resource of page) {
		const reading = reader.read(resource, base);
		if (reading) read.readings.push(reading);
		else read.unreadable.push(markOf(resource));
	}
}

/** A page that cannot be made or read says nothing about the pages before it. */
function isOfOnePage(error: unknown): boolean {
	const status = statusOf(error);
	return status === 200 || status >= 500;
}

/** Says which resource it was and what it was like, so that it is reported once as it is. */
export function markOf(resource: unknown): string {
	const id = asText(asRecord(resource).id)
		.replace(/[^\w.|-]/g, '')
		.slice(0, 64);
	return `${id || 'without ID'}@${contentHash(resource).slice(0, 6)}`;
}
