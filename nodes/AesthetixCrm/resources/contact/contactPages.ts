import type { IDataObject } from 'n8n-workflow';

import type { CrmContact } from './contact';
import { readContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { asRecords } from '../../../../domain/coerce';

/** The most the CRM gives at a time. */
const PAGE_LENGTH = 500;

/**
 * The contacts that meet the filters as the CRM's search knows them, page by page: it is some
 * seconds behind the contacts themselves. Where the CRM does not take the filters, all contacts.
 */
export async function* contactPages(
	crm: CrmClient,
	filters: IDataObject[],
): AsyncGenerator<CrmContact[]> {
	const known = new Set<string>();
	let wanted = filters;
	let position: IDataObject = { page: 1 };
	let page = 1;
	while (true) {
		const request = searchRequest(crm, wanted, position);
		const answer = await crm.send(request);
		if (!answer.ok) {
			const isFilter = wanted.length > 0 && [400, 422].includes(answer.refusal.status);
			if (!isFilter || known.size > 0) throw crm.errorOf(answer.refusal, request);
			wanted = [];
			continue;
		}
		const raw = asRecords(answer.body.contacts);
		const contacts = raw.map(readContact).filter(({ id }) => id !== '' && !known.has(id));
		contacts.forEach(({ id }) => known.add(id));
		if (contacts.length > 0) yield contacts;
		// A page of nothing but known contacts: the CRM goes round in circles.
		if (contacts.length === 0 || raw.length < PAGE_LENGTH) return;
		const { searchAfter } = raw.at(-1) ?? {};
		page += 1;
		position = Array.isArray(searchAfter) ? { searchAfter } : { page };
	}
}

function searchRequest(crm: CrmClient, filters: IDataObject[], position: IDataObject): CrmRequest {
	const { locationId } = crm.location;
	return {
		method: 'POST',
		path: '/contacts/search',
		body: {
			locationId,
			pageLimit: PAGE_LENGTH,
			...position,
			...(filters.length > 0 && { filters }),
		},
		onlyReads: true,
		what: 'the search for contacts',
		scope: 'contacts.readonly',
	};
}
