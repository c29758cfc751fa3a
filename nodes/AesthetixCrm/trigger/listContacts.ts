import { NodeOperationError } from 'n8n-workflow';

import type { ContactListing } from '../../../domain/changes/contactWatch';
import { contactPages } from '../resources/contact/contactPages';
import type { CrmClient } from '../transport/client';
import type { Watch } from './watch';

/** More could not be remembered in n8n's database without slowing it down. */
const MOST_WATCHED = 20_000;

/**
 * What the search knows of the contacts that are watched.
 * @param until Unix time in milliseconds after which no further page is read.
 */
export async function listContacts(
	crm: CrmClient,
	watch: Watch,
	until: number,
): Promise<ContactListing> {
	const marks = new Map<string, string>();
	let watched = 0;
	for await (const contacts of contactPages(crm, watch.filters)) {
		for (const contact of contacts) {
			const mark = watch.mark(contact);
			marks.set(contact.id, mark);
			if (mark !== '') watched += 1;
		}
		if (watched > MOST_WATCHED) throw tooMany(crm);
		if (Date.now() > until) return { hashes: marks, complete: false };
	}
	return { hashes: marks, complete: true };
}

function tooMany({ node }: CrmClient): NodeOperationError {
	const most = MOST_WATCHED.toLocaleString('en-US');
	return new NodeOperationError(node, `More than ${most} contacts would have to be watched`, {
		description: 'Choose a tag or a field that fewer contacts have. Nothing was delivered.',
	});
}
