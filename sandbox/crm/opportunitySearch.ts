import type { Answer, Exchange } from '../http/exchange';
import type { JsonObject } from '../http/json';
import { checkQuery } from './dto';
import { opportunityView } from './opportunityViews';
import { unprocessable } from './refusals';
import type { Opportunity } from './types';
import type { CrmWorld } from './world';

/** Here, and only here, parameters are written with underscores. */
const PARAMETERS = [
	'location_id',
	'contact_id',
	'pipeline_id',
	'pipeline_stage_id',
	'assigned_to',
	'status',
	'q',
	'id',
	'order',
	'limit',
	'page',
	'startAfter',
	'startAfterId',
	'date',
	'endDate',
	'campaignId',
	'country',
	'getNotes',
	'getTasks',
	'getCalendarEvents',
];

const STATUSES = ['open', 'won', 'lost', 'abandoned', 'all'];

export function searchOpportunities(exchange: Exchange, world: CrmWorld): Answer {
	checkQuery(exchange, PARAMETERS);
	const { query } = exchange;
	const limit = wholeNumber(query.get('limit') ?? '20', 'limit');
	if (limit > 100) unprocessable('limit must not be greater than 100');
	const found = ordered(candidates(world).filter(matches(exchange, world)), world);
	const page = wholeNumber(query.get('page') ?? '1', 'page');
	const afterId = query.get('startAfterId');
	const start = afterId ? found.findIndex(({ id }) => id === afterId) + 1 : (page - 1) * limit;
	const results = found.slice(start, start + limit);
	const opportunities = results.map((opportunity) => opportunityView(opportunity, world));
	const hasMore = start + results.length < found.length;
	const meta = metaOf(exchange, found.length, results.at(-1), page, hasMore);
	return { status: 200, body: { opportunities, meta } };
}

function candidates(world: CrmWorld): Opportunity[] {
	const lags = world.unknowns.get('opportunitySearchLag') === 'sameAsContacts';
	return world.opportunityIndex.all(lags ? world.settings.searchLagMs : 0);
}

function matches(exchange: Exchange, world: CrmWorld): (opportunity: Opportunity) => boolean {
	const { query } = exchange;
	const status = query.get('status') ?? world.unknowns.get('opportunityDefaultStatus');
	if (!STATUSES.includes(status)) {
		unprocessable(`status must be one of the following values: ${STATUSES.join(', ')}`);
	}
	const is = (name: string, value: string | undefined) =>
		!query.get(name) || query.get(name) === value;
	return (opportunity) =>
		(status === 'all' || opportunity.status === status) &&
		is('id', opportunity.id) &&
		is('contact_id', opportunity.contactId) &&
		is('pipeline_id', opportunity.pipelineId) &&
		is('pipeline_stage_id', opportunity.pipelineStageId) &&
		is('assigned_to', opportunity.assignedTo) &&
		mentions(opportunity, query.get('q') ?? '', world);
}

function mentions(opportunity: Opportunity, text: string, world: CrmWorld): boolean {
	const contact = world.contacts.get(opportunity.contactId);
	const known = [opportunity.name, contact?.email, contact?.firstName, contact?.lastName];
	return known.join(' ').toLowerCase().includes(text.toLowerCase());
}

function ordered(found: Opportunity[], world: CrmWorld): Opportunity[] {
	const sign = world.unknowns.get('opportunityOrder') === 'newestFirst' ? -1 : 1;
	return [...found].sort(
		(a, b) => sign * a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
	);
}

function metaOf(
	exchange: Exchange,
	total: number,
	last: Opportunity | undefined,
	page: number,
	hasMore: boolean,
): JsonObject {
	const next = new URLSearchParams(exchange.query);
	next.set('page', String(page + 1));
	return {
		total,
		startAfter: last ? Date.parse(last.createdAt) : null,
		startAfterId: last?.id ?? null,
		currentPage: page,
		nextPage: hasMore ? page + 1 : null,
		prevPage: page > 1 ? page - 1 : null,
		nextPageUrl: hasMore ? `${exchange.origin}${exchange.path}?${next}` : null,
	};
}

function wholeNumber(text: string, name: string): number {
	return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : unprocessable(`${name} must be a number`);
}
