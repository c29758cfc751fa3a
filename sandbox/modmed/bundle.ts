import { createHash, randomUUID } from 'node:crypto';
import { header, type Answer, type Exchange } from '../http/exchange';
import type { JsonObject } from '../http/json';
import { fhir, refuse } from './outcome';
import { lastUpdated } from './read';
import { render, type ModMedUnknowns } from './render';
import { PAGE_MAXIMUM, type Resource, type ResourceType } from './store';
import { modMedNow, type ModMedWorld } from './world';

/** One page of a search, with ModMed's own idea of `total` and `next`. */
export function bundle(
	found: Resource[],
	type: ResourceType,
	exchange: Exchange,
	base: string,
	world: ModMedWorld,
): Answer {
	const size = pageSize(exchange, type, world.unknowns);
	const asked = pageNumber(exchange, world.unknowns);
	const served = exchange.repeatPage ? Math.max(1, asked - 1) : asked;
	const sorted = ordered(found, world.unknowns);
	const results = sorted.slice((served - 1) * size, served * size);
	const classic = header(exchange, 'content-flag') === 'Pagination_optimization_disabled';
	const address = (page: number) => pageAddress(exchange, `${base}/${type}`, page);
	const link = classic
		? classicLinks(address, asked, Math.ceil(found.length / size))
		: optimizedLinks(address, asked, results.length);
	const body: JsonObject = {
		resourceType: 'Bundle',
		id: randomUUID(),
		meta: { lastUpdated: modMedNow(world).toISOString().replace('Z', '+00:00') },
		type: 'searchset',
		total: classic ? found.length : results.length,
		link,
	};
	if (results.length > 0) {
		body.entry = results.map((resource) => ({
			fullUrl: `${base}/${type}/${resource.id.replace('|', '%7C')}`,
			resource: render(resource, base, world.unknowns),
		}));
	}
	return fhir(200, body);
}

/** `next` is there on every page that has a result, the last one included. */
function optimizedLinks(address: (page: number) => string, page: number, count: number) {
	const self = { relation: 'self', url: address(page) };
	return count === 0 ? [self] : [self, { relation: 'next', url: address(page + 1) }];
}

function classicLinks(address: (page: number) => string, page: number, pages: number) {
	const link = [{ relation: 'self', url: address(page) }];
	if (pages <= 1) return link;
	if (page > 1) link.push({ relation: 'previous', url: address(page - 1) });
	if (page < pages) link.push({ relation: 'next', url: address(page + 1) });
	link.push({ relation: 'last', url: address(pages) });
	return link;
}

function pageAddress(exchange: Exchange, path: string, page: number): string {
	const query = new URLSearchParams(exchange.query);
	if (page > 1) query.set('page', String(page));
	const text = query.toString();
	return text ? `${path}?${text}` : path;
}

function pageSize(exchange: Exchange, type: ResourceType, unknowns: ModMedUnknowns): number {
	const maximum = PAGE_MAXIMUM[type];
	const text = exchange.query.get('_count');
	if (text === null) return maximum;
	const count = wholeNumber(text, '_count', unknowns);
	if (count <= maximum) return count;
	if (unknowns.get('countAboveMax') === 'clamped') return maximum;
	return refuse(400, `The maximum _count is ${maximum}`, unknowns);
}

function pageNumber(exchange: Exchange, unknowns: ModMedUnknowns): number {
	const text = exchange.query.get('page');
	return text === null ? 1 : wholeNumber(text, 'page', unknowns);
}

function wholeNumber(text: string, parameter: string, unknowns: ModMedUnknowns): number {
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	return refuse(400, `Invalid value for parameter ${parameter}`, unknowns);
}

function ordered(found: Resource[], unknowns: ModMedUnknowns): Resource[] {
	const time = (resource: Resource) => lastUpdated(resource)?.getTime() ?? 0;
	const byId = (a: Resource, b: Resource) => a.id.localeCompare(b.id, 'en', { numeric: true });
	switch (unknowns.get('resultOrder')) {
		case 'idAscending':
			return [...found].sort(byId);
		case 'oldestChangeFirst':
			return [...found].sort((a, b) => time(a) - time(b) || byId(a, b));
		case 'newestChangeFirst':
			return [...found].sort((a, b) => time(b) - time(a) || byId(a, b));
		default:
			return [...found].sort((a, b) => shuffled(a.id).localeCompare(shuffled(b.id)));
	}
}

/** No order anyone could rely on, yet the same on every page and in every run. */
function shuffled(id: string): string {
	return createHash('sha1').update(`shuffle ${id}`).digest('hex');
}
