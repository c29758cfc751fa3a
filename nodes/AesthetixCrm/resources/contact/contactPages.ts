import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { asRecords } from '../../../../domain/coerce';
import { isBadRequest } from '../../transport/refusal';

/** The most contacts the CRM gives in one answer. */
const PAGE_SIZE = 500;

/**
 * The contacts that match the filters, page by page, as the CRM's search shows them: a few seconds
 * behind the contacts themselves. All contacts, if the CRM does not accept the filters.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced
 */
export async function* contactPages(
	crm: CrmClient,
	filters: IDataObject[],
): AsyncGenerator<CrmContact[]> {
	const seen = new Set<string>();
	let position: IDataObject = { page: 1 };
	for (let nextPage = 2; ; nextPage += 1) {
		const request = searchRequest(crm, filters, position);
		const result = await crm.send(request);
		if (!result.ok) {
			const isFilterRefused = filters.length > 0 && isBadRequest(result.refusal);
			if (!isFilterRefused || seen.size > 0) throw crm.errorOf(result.refusal, request);
			return yield* contactPages(crm, []);
		}
		const raw = asRecords(result.body.contacts);
		const contacts = raw.map(readContact).filter(({ id }) => id !== '' && !seen.has(id));
		contacts.forEach(({ id }) => seen.add(id));
		if (contacts.length > 0) yield contacts;
		// A page of contacts that were all seen before: the CRM does not advance.
		if (contacts.length === 0 || raw.length < PAGE_SIZE) return;
		const { searchAfter } = raw.at(-1) ?? {};
		position = Array.isArray(searchAfter) ? { searchAfter } : { page: nextPage };
	}
}

function searchRequest(crm: CrmClient, filters: IDataObject[], position: IDataObject): CrmRequest {
	const { locationId } = crm.location;
	return {
		method: 'POST',
		path: '/contacts/search',
		body: {
			locationId,
			pageLimit: PAGE_SIZE,
			...position,
			...(filters.length > 0 && { filters }),
		},
		onlyReads: true,
		what: 'the search for contacts',
		scope: 'contacts.readonly',
	};
}
