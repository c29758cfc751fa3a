import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { asRecords } from '../../../../domain/coerce';
import { isBadRequest } from '../../transport/refusal';

/** The most contacts the CRM gives in one answer. */
const PAGE_SIZE = 500;

/** Where a page begins, as the search takes it. */
export type PagePosition = { page: number } | { searchAfter: unknown[] };

export interface ContactPage {
	contacts: CrmContact[];
	/** Where the next page begins. Undefined after the last one. */
	next?: PagePosition;
}

const FIRST_PAGE: PagePosition = { page: 1 };

/**
 * The contacts that match the filters, page by page, as the CRM's search shows them: a few seconds
 * behind the contacts themselves. All contacts, if the CRM does not accept the filters.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced
 */
export async function* contactPages(
	crm: CrmClient,
	filters: IDataObject[],
): AsyncGenerator<CrmContact[]> {
	for await (const { contacts } of contactPagesFrom(crm, filters, FIRST_PAGE)) yield contacts;
}

/** The same from a page on that an earlier search came to. */
export async function* contactPagesFrom(
	crm: CrmClient,
	filters: IDataObject[],
	first: PagePosition = FIRST_PAGE,
): AsyncGenerator<ContactPage> {
	const seen = new Set<string>();
	let position = first;
	for (;;) {
		const request = searchRequest(crm, filters, position);
		const result = await crm.send(request);
		if (!result.ok) {
			const isFilterRefused = filters.length > 0 && isBadRequest(result.refusal);
			if (!isFilterRefused || seen.size > 0) throw crm.errorOf(result.refusal, request);
			return yield* contactPagesFrom(crm, [], first);
		}
		const raw = asRecords(result.body.contacts);
		const contacts = raw.map(readContact).filter(({ id }) => id !== '' && !seen.has(id));
		contacts.forEach(({ id }) => seen.add(id));
		// A page of contacts that were all seen before: the CRM does not advance.
		const isLast = contacts.length === 0 || raw.length < PAGE_SIZE;
		const next = isLast ? undefined : after(position, raw);
		if (contacts.length > 0) yield { contacts, next };
		if (next === undefined) return;
		position = next;
	}
}

/**
 * The contacts that match the filters and were changed last. Empty, if the CRM does not accept the
 * filters or sort by the time of a change.
 */
export async function latestContacts(
	crm: CrmClient,
	filters: IDataObject[],
	page: number,
): Promise<CrmContact[]> {
	const sort = [{ field: 'dateUpdated', direction: 'desc' }];
	const request = searchRequest(crm, filters, { page }, { sort });
	const result = await crm.send(request);
	if (result.ok) return asRecords(result.body.contacts).map(readContact);
	if (isBadRequest(result.refusal)) return [];
	throw crm.errorOf(result.refusal, request);
}

function after(position: PagePosition, raw: Array<Record<string, unknown>>): PagePosition {
	const last = raw.findLast(({ searchAfter }) => Array.isArray(searchAfter));
	if (last) return { searchAfter: [last.searchAfter].flat() };
	return { page: 'page' in position ? position.page + 1 : 1 };
}

function searchRequest(
	crm: CrmClient,
	filters: IDataObject[],
	position: PagePosition,
	more: IDataObject = {},
): CrmRequest {
	const { locationId } = crm.location;
	return {
		method: 'POST',
		path: '/contacts/search',
		body: {
			locationId,
			pageLimit: PAGE_SIZE,
			...(position as IDataObject),
			...(filters.length > 0 && { filters }),
			...more,
		},
		onlyReads: true,
		what: 'the search for contacts',
		scope: 'contacts.readonly',
	};
}
