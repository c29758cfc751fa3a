import { NodeApiError } from 'n8n-workflow';

import type { ContactListing } from '../../../domain/changes/contactWatch';
import { adopt, changeCandidates, readWatchEntry } from '../../../domain/changes/contactWatch';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import type { CrmContact } from '../resources/contact/contact';
import type { PagePosition } from '../resources/contact/contactPages';
import { contactPagesFrom, latestContacts } from '../resources/contact/contactPages';
import { getContactIfExists } from '../resources/contact/contactRequests';
import type { CrmClient } from '../transport/client';
import type { WatchState } from './state';
import type { Watch } from './watch';
import { listed } from './watch';

/** A contact that changed so shortly before a listing may not have been in the search yet. */
const SEARCH_LAG_MS = 600_000;
/** More contacts than are listed within seconds. */
const LONG_LIST = 5_000;
/** So many pages are read for what changed last, before the listing goes on. */
const MAX_LATEST_PAGES = 20;

/** One listing of all watched contacts, which may take several polls. */
interface Pass {
	watched: string;
	startedAt: number;
	/** Where it goes on. Undefined at its beginning. */
	next?: PagePosition;
	/** The contacts that it has listed. */
	ids: Set<string>;
	/** Those that may have changed and still have to be read. */
	waiting: string[];
}

/** What this process knows of the passes of each trigger. A restart begins anew. */
const passes = new WeakMap<TriggerRuntime, Pass>();

/** What one poll has listed. */
export interface PollListing extends ContactListing {
	/** Whether the poll got ahead. */
	complete: boolean;
	/** The error that ended it early. */
	failure?: unknown;
	pass: Pass;
}

/**
 * Lists watched contacts as the search shows them, from where the last poll had to stop, and takes
 * what is no change into the state.
 * @param until Unix time in milliseconds after which no further page is read.
 */
export async function listContacts(
	{ crm, watch, runtime }: { crm: CrmClient; watch: Watch; runtime: TriggerRuntime },
	state: WatchState,
	until: number,
): Promise<PollListing> {
	const pass = passOf(runtime, state);
	const marks = new Map<string, string>();
	const take = (contacts: CrmContact[]) => takeIn(contacts, { watch, state, pass, marks });
	// What changed last does not wait for its place in a long list.
	if (pass.next ?? Object.keys(state.seen).length > LONG_LIST)
		await takeLatest(crm, watch, { take, until });
	let pages = 0;
	let failure: unknown;
	try {
		for await (const { contacts, next } of contactPagesFrom(crm, watch.filters, pass.next)) {
			take(contacts);
			pages += 1;
			pass.next = next;
			if (next !== undefined && Date.now() > until) return { marks, pass, complete: pages > 1 };
		}
	} catch (error) {
		failure = error;
	}
	if (failure === undefined) {
		passes.delete(runtime);
		return { marks, pass, all: pass.ids, complete: true };
	}
	// A position that the CRM no longer takes would be refused for ever.
	if (pages === 0 && isRefused(failure)) passes.delete(runtime);
	if (pages === 0) throw failure;
	return { marks, pass, complete: false, failure };
}

function isRefused(error: unknown): boolean {
	return error instanceof NodeApiError && ['400', '422'].includes(error.httpCode ?? '');
}

/** The contacts that may have changed, those first that an earlier poll could not deliver. */
export function candidatesOf(state: WatchState, listing: PollListing): string[] {
	return [...new Set([...listing.pass.waiting, ...changeCandidates(state.seen, listing)])];
}

/** Remembers what still waits for the next poll, which lists other contacts. */
export function keepWaiting(runtime: TriggerRuntime, { pass }: PollListing, waiting: string[]) {
	const next = passes.get(runtime);
	if (next) next.waiting = waiting;
	else if (waiting.length > 0) passes.set(runtime, { ...newPass(pass.watched), waiting });
}

function passOf(runtime: TriggerRuntime, { watched }: WatchState): Pass {
	const known = passes.get(runtime);
	const pass = known?.watched === watched ? known : newPass(watched);
	passes.set(runtime, pass);
	return pass;
}

function newPass(watched: string): Pass {
	return { watched, startedAt: Date.now(), ids: new Set(), waiting: [] };
}

interface Taking {
	watch: Watch;
	state: WatchState;
	pass: Pass;
	marks: Map<string, string>;
}

/** Returns whether any of the contacts differs from what is remembered. */
function takeIn(contacts: CrmContact[], { watch, state, pass, marks }: Taking): boolean {
	const isBaseline = !state.hasBaseline && !state.includeBefore;
	// In the first poll nothing counts as a change: the watch begins with it.
	const since = state.listedAt === 0 ? Infinity : state.listedAt - lagOf(state);
	let differs = false;
	for (const contact of contacts) {
		const one = listed(watch, contact);
		adopt(state.seen, one, { since, isBaseline });
		marks.set(one.id, one.mark);
		pass.ids.add(one.id);
		differs ||= one.mark !== readWatchEntry(state.seen[one.id] ?? '').mark;
	}
	return differs;
}

/** Before all contacts have been listed once, `listedAt` is when the watch began. */
function lagOf({ hasBaseline }: WatchState): number {
	return hasBaseline ? SEARCH_LAG_MS : 0;
}

async function takeLatest(
	crm: CrmClient,
	watch: Watch,
	{ take, until }: { take: (contacts: CrmContact[]) => boolean; until: number },
): Promise<void> {
	for (let page = 1; page <= MAX_LATEST_PAGES && Date.now() < until; page += 1) {
		const contacts = await latestContacts(crm, watch.filters, page);
		if (contacts.length === 0 || !take(contacts)) return;
	}
}

/**
 * Forgets the contacts whose tag was removed since its event was delivered, so that the tag counts
 * when it is added again. Where one of our own nodes removed it, the contact is forgotten even if
 * it has the tag now: somebody has added it again.
 */
export async function forgetRemoved(
	crm: CrmClient,
	watch: Watch,
	state: WatchState,
): Promise<void> {
	if (watch.tag === undefined) return;
	for (const [id, entry] of Object.entries(state.seen)) {
		const { mark, uncheckedSince } = readWatchEntry(entry);
		if (uncheckedSince === undefined) continue;
		const removedByUs = crm.location.tagHistory.wasRemovedSince(id, watch.tag, uncheckedSince);
		const contact = removedByUs ? undefined : await getContactIfExists(crm, id);
		if (contact && watch.mark(contact) === mark) {
			state.seen[id] = mark;
			continue;
		}
		if (!removedByUs) crm.location.tagHistory.noteAbsent(id, watch.tag);
		delete state.seen[id];
	}
}
