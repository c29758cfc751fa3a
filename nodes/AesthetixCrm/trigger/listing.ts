import { NodeOperationError } from 'n8n-workflow';

import type { ContactListing } from '../../../domain/changes/contactWatch';
import { readWatchEntry } from '../../../domain/changes/contactWatch';
import { contactPages } from '../resources/contact/contactPages';
import { getContactIfExists } from '../resources/contact/contactRequests';
import type { CrmClient } from '../transport/client';
import type { WatchState } from './state';
import type { Watch } from './watch';

/** More would slow down n8n's database, where they are remembered. */
const MAX_WATCHED = 20_000;

/**
 * The watched contacts as the search lists them.
 * @param until Unix time in milliseconds after which no further page is read.
 */
export async function listContacts(
	crm: CrmClient,
	watch: Watch,
	until: number,
): Promise<ContactListing> {
	const hashes = new Map<string, string>();
	let watched = 0;
	for await (const contacts of contactPages(crm, watch.filters)) {
		for (const contact of contacts) {
			const hash = watch.hash(contact);
			hashes.set(contact.id, hash);
			if (hash !== '') watched += 1;
		}
		if (watched > MAX_WATCHED) throw tooManyError(crm, watch);
		if (Date.now() > until) return { hashes, complete: false };
	}
	return { hashes, complete: true };
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
	for (const [id, entry] of Object.entries(state.seen)) {
		const { hash, uncheckedSince } = readWatchEntry(entry);
		if (watch.tag === undefined || uncheckedSince === undefined) continue;
		const removedByUs = crm.location.tagHistory.wasRemovedSince(id, watch.tag, uncheckedSince);
		const contact = removedByUs ? undefined : await getContactIfExists(crm, id);
		if (contact && watch.hash(contact) === hash) {
			state.seen[id] = hash;
			continue;
		}
		if (!removedByUs) crm.location.tagHistory.noteAbsent(id, watch.tag);
		delete state.seen[id];
	}
}

function tooManyError({ node }: CrmClient, { tag }: Watch): NodeOperationError {
	const max = MAX_WATCHED.toLocaleString('en-US');
	const what = tag === undefined ? "a value in this 'Field'" : "this 'Tag'";
	return new NodeOperationError(node, `More than ${max} contacts have ${what}`, {
		description: 'Choose one that fewer contacts have. Nothing was delivered.',
	});
}
