import type { Answer, Exchange } from '../http/exchange';
import { asList, asObject, asText, type Json } from '../http/json';
import { filterOf } from './contactFilters';
import { fullName, searchView } from './contactViews';
import { checked, type Dto } from './dto';
import { badRequest, unprocessable } from './refusals';
import type { Contact } from './types';
import type { CrmWorld } from './world';

const searchDto: Dto = {
	allowed: {
		locationId: 'text',
		pageLimit: 'number',
		page: 'number',
		searchAfter: 'list',
		filters: 'list',
		sort: 'list',
		query: 'text',
	},
	required: ['locationId', 'pageLimit'],
};

const SORTABLE: Record<string, (contact: Contact) => string> = {
	dateAdded: (contact) => contact.dateAdded,
	dateUpdated: (contact) => contact.dateUpdated,
	dateOfBirth: (contact) => contact.dateOfBirth ?? '',
	email: (contact) => contact.email ?? '',
	firstNameLowerCase: (contact) => contact.firstName?.toLowerCase() ?? '',
	lastNameLowerCase: (contact) => contact.lastName?.toLowerCase() ?? '',
};

/** Answers from an index that is a little behind the contacts themselves. */
export function searchContacts(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, searchDto);
	const limit = Number(body.pageLimit);
	if (limit < 1 || limit > 500) unprocessable('pageLimit must be between 1 and 500');
	if (body.page !== undefined && body.searchAfter !== undefined) {
		badRequest('page and searchAfter cannot be used together');
	}
	const meets = filterOf(asList(body.filters), world);
	const found = sorted(
		world.contactIndex
			.all(world.settings.searchLagMs)
			.filter((contact) => meets(contact) && mentions(contact, asText(body.query))),
		asList(body.sort),
	);
	const start = startOf(found, body.page, body.searchAfter, limit);
	const contacts = found.slice(start, start + limit).map((contact) => searchView(contact, world));
	return { status: 200, body: { contacts, total: found.length } };
}

function mentions(contact: Contact, query: string): boolean {
	if (query.length > 75) unprocessable('query must be at most 75 characters');
	const text = `${fullName(contact)} ${contact.email ?? ''} ${contact.phone ?? ''}`;
	return text.toLowerCase().includes(query.toLowerCase());
}

function sorted(contacts: Contact[], sort: Json[]): Contact[] {
	const { field, direction } = asObject(sort[0] ?? { field: 'dateAdded', direction: 'desc' });
	const valueOf = Object.hasOwn(SORTABLE, asText(field)) ? SORTABLE[asText(field)] : undefined;
	if (!valueOf) return unprocessable(`sort field ${asText(field)} is not supported`);
	const sign = direction === 'asc' ? 1 : -1;
	return [...contacts].sort(
		(a, b) => sign * valueOf(a).localeCompare(valueOf(b)) || a.id.localeCompare(b.id),
	);
}

function startOf(
	found: Contact[],
	page: Json | undefined,
	searchAfter: Json | undefined,
	limit: number,
): number {
	if (searchAfter === undefined) {
		const start = (Number(page ?? 1) - 1) * limit;
		if (start + limit > 10_000) badRequest('Only the first 10000 contacts can be paged');
		return Math.max(0, start);
	}
	const id = asText(asList(searchAfter).at(-1));
	const index = found.findIndex((contact) => contact.id === id);
	return index === -1 ? found.length : index + 1;
}
