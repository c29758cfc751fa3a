import type { Comparison, Remembered } from '../../../domain/changes/findChanges';
import { compareState } from '../../../domain/changes/findChanges';
import { searchesSince, toServerTime, windowStart } from '../../../domain/changes/searchWindow';
import { isReached, placeOf } from '../../../domain/changes/watermark';
import { statusOf } from '../transport/apiError';
import type { SearchParams } from '../transport/client';
import type { Backlog, Pass } from './backlog';
import { backlogOf } from './backlog';
import type { ChangesRead, ReadContext } from './detection';
import type { EventReader, Payload } from './eventReader';
import { eventReaders } from './events';
import { unreadableKey } from './report';
import type { TriggerFilters } from './triggerOptions';

/** Enough for half a million resources. */
const PAGING = { maxPages: 10_000, readAhead: 2 };
/** So many contents are kept for the output 'Full Data'; of any more they are read once again. */
const MAX_CONTENTS = 500;
/** A pass that takes more polls is reported. */
const MAX_POLLS = 6;
const MAX_PAGES_AT_END = 5;

/** What a poll has read of the changes. */
export interface PassRead extends ChangesRead {
	backlog: Backlog;
	/** The latest state of each resource that was read. */
	found: Map<string, FoundState>;
	/** The pass as it stands now; undefined where it is complete, or has to begin anew. */
	pass?: Pass;
	/** What the last pass that was completed has settled. */
	completed?: Pick<Backlog, 'readUntil' | 'pages'>;
}

export interface FoundState extends Comparison<Payload> {
	/** Whether the filters let it through. */
	isWanted: boolean;
}

interface Reading {
	inputs: ReadContext;
	reader: EventReader;
	remembered: Remembered;
	read: PassRead;
}

/**
 * Reads on where the last poll stopped. A pass that began in an earlier poll is followed by the
 * next one at once. A resource that cannot be read is left out; if a page cannot be read, what was
 * read before it is delivered.
 */
export async function readPass(inputs: ReadContext): Promise<PassRead> {
	const { options, runtime, state, memoryKey: key } = inputs;
	const backlog = backlogOf(runtime, state, options);
	const read: PassRead = {
		states: [],
		found: new Map(),
		unreadable: [],
		complete: false,
		backlog,
		pass: backlog.pass && { ...backlog.pass },
	};
	const newSince = windowStart(state.cursor);
	const remembered = { memory: state.seen, key, newSince };
	const reading = { inputs, reader: eventReaders[options.event], remembered, read };
	await readOn(reading).catch(async (error: unknown) => {
		if (read.found.size === 0 || !isAboutOnePage(error)) return await Promise.reject(error);
		read.failure = error;
		const { pass } = read;
		// A page that fails again must not keep those before it from being read anew.
		if (pass?.failedAt === pass?.page) read.pass = undefined;
		else if (pass) pass.failedAt = pass.page;
	});
	read.resumes = read.pass !== undefined && read.pass.polls < MAX_POLLS;
	return read;
}

/** Goes on with a pass, and begins the next one if there is time left. */
async function readOn(reading: Reading): Promise<void> {
	const { inputs, read } = reading;
	const isResumed = read.pass !== undefined;
	if (isResumed) await readEnds(reading);
	await continuePass(reading);
	if (isResumed && read.pass === undefined && Date.now() < inputs.until) {
		await continuePass(reading);
	}
}

/** Reads the searches of a pass, as far as time allows. */
async function continuePass(reading: Reading): Promise<void> {
	const { inputs, reader, read } = reading;
	const { client, state, now, until } = inputs;
	const pass = (read.pass ??= {
		searches: searchesSince(state.cursor, now),
		search: 0,
		page: 1,
		startedAt: '',
		newest: state.cursor,
		polls: 0,
	});
	pass.polls += 1;
	for (let search = pass.searches[pass.search]; search; search = pass.searches[pass.search]) {
		// One page back: what was removed meanwhile has moved others to it.
		const from = Math.max(1, pass.page - 1);
		pass.page = from;
		const params = { ...reader.search(search.lastUpdated), ...pageParam(from) };
		for await (const page of client.pages(reader.resourceType, params, PAGING)) {
			pass.startedAt ||= toServerTime(now, client.clockOffsetMs);
			pass.newest = takePage(reading, page, pass.newest);
			pass.page += 1;
			if (Date.now() > until) return;
		}
		read.complete = true;
		read.reached = search.cursorAfter ?? [pass.newest, now].sort()[0];
		read.completed = { readUntil: pass.startedAt, pages: pass.page };
		pass.search += 1;
		pass.page = 1;
	}
	read.pass = undefined;
}

/**
 * Reads the first page and the last ones. Whichever way ModMed sorts by time, what has just
 * happened is found there, however long the pass takes.
 */
async function readEnds(reading: Reading): Promise<void> {
	const { inputs, reader, read } = reading;
	const { client, until } = inputs;
	const last = read.pass?.searches.at(-1);
	// After a long gap the days are read in their order, so that the events keep theirs.
	if (last === undefined || last !== read.pass?.searches[read.pass.search]) return;
	const lastPage = read.backlog.pages - 1;
	const ends = [{ from: 1, pages: 1 }];
	if (lastPage > 1) ends.push({ from: lastPage, pages: MAX_PAGES_AT_END });
	for (const { from, pages } of ends) {
		let left = pages;
		const params = { ...reader.search(last.lastUpdated), ...pageParam(from) };
		for await (const page of client.pages(reader.resourceType, params)) {
			takePage(reading, page, '');
			left -= 1;
			if (left === 0 || Date.now() > until) break;
		}
	}
}

const pageParam = (page: number): SearchParams => (page > 1 ? { page: String(page) } : {});

/** Takes in the resources of a page. Returns the time of the newest change so far. */
function takePage({ inputs, reader, remembered, read }: Reading, page: unknown[], newest: string) {
	const { client, options, state: before } = inputs;
	let latest = newest;
	for (const resource of page) {
		const state = reader.read(resource, client.baseUrl);
		if (state === undefined) {
			read.unreadable.push(unreadableKey(resource));
			continue;
		}
		if (state.lastUpdated > latest) latest = state.lastUpdated;
		const isInWindow = state.subject !== '' && state.lastUpdated >= remembered.newSince;
		const isUnknown = remembered.memory[state.id] === undefined;
		const isDone = isUnknown && isReached(before.watermark, placeOf(state));
		const isOlder = state.lastUpdated < (read.found.get(state.id)?.state.lastUpdated ?? '');
		if (isInWindow && !isDone && !isOlder) {
			addFound(read, compareState(remembered, state), options.filters);
		}
	}
	read.clockOffsetMs = client.clockOffsetMs;
	return latest;
}

function addFound(
	{ found }: PassRead,
	comparison: Comparison<Payload>,
	filters: TriggerFilters,
): void {
	const { id, payload } = comparison.state;
	const isWanted = payload.passes(filters);
	const { resource } = found.size < MAX_CONTENTS ? payload : {};
	const kept = { passes: isWanted ? always : never, ...(resource && { resource }) };
	found.set(id, { ...comparison, state: { ...comparison.state, payload: kept }, isWanted });
}

const always = () => true;
const never = () => false;

/** A page that cannot be built or read says nothing about the pages before it. */
function isAboutOnePage(error: unknown): boolean {
	const status = statusOf(error);
	return status === 200 || status >= 500;
}
