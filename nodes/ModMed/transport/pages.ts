import type { INode } from 'n8n-workflow';

import { asRecord, asRecords, asText } from '../../../domain/coerce';
import { contentHash } from '../../shared/contentHash';
import { isBelow } from '../../shared/http/restrictToBaseUrl';
import { apiError, responseError } from './apiError';
import type { FhirInteraction } from './describeResponse';

const MAX_PAGES = 1000;
/** Beyond this page a search is worth requests that may turn out needless. */
const LONG_SEARCH = 4;
/** After so many pages in a row without a new resource, the server repeats itself. */
const MAX_REPEATS = 2;

/** A search whose pages are read one after the other. */
export interface Paging {
	node: INode;
	baseUrl: string;
	interaction: FhirInteraction;
	/** Requests the first page. */
	first: () => Promise<unknown>;
	/** Requests the page at a URL below `baseUrl`. */
	next: (url: string) => Promise<unknown>;
	options?: PagingOptions;
}

export interface PagingOptions {
	/** More pages than this are an error. */
	maxPages?: number;
	/** How many pages are requested before the one that is read next is needed. */
	readAhead?: number;
}

/**
 * The resources of a search page by page, each once. ModMed's `total` counts one page only, and
 * the last page has a `next` link too, so pages are read until one is empty.
 * Source: https://portal.api.modmed.com/reference/count-and-pagination
 * @throws NodeApiError for a page that is no Bundle, a link to another server, or too many pages.
 */
export async function* readPages(paging: Paging): AsyncGenerator<unknown[]> {
	const seen = new Set<string>();
	const requested = new Set<string>();
	const { maxPages = MAX_PAGES, readAhead = 0 } = paging.options ?? {};
	const ahead = new Map<string, Promise<unknown>>();
	let repeats = 0;
	let requestPage = async () => await paging.first();
	let bundle = await requestPage();
	for (let page = 1; page <= maxPages; page++) {
		const resources = resourcesOf(bundle, paging);
		if (resources.length === 0) return;
		let fresh = resources.filter((resource) => isFirst(resource, seen));
		if (fresh.length === 0) {
			// The server may have sent another page: this one is requested once more.
			bundle = await requestPage();
			fresh = resourcesOf(bundle, paging).filter((resource) => isFirst(resource, seen));
		}
		repeats = fresh.length > 0 ? 0 : repeats + 1;
		if (repeats >= MAX_REPEATS) return;
		if (fresh.length > 0) yield fresh;
		const url = nextOf(bundle, paging);
		if (url === '' || requested.has(url)) return;
		requested.add(url);
		requestPage = async () => await paging.next(url);
		requestAhead(paging, ahead, followingUrls(url, readAhead));
		bundle = await (ahead.get(url) ?? requestPage());
		ahead.delete(url);
	}
	throw apiError(paging.node, {
		message: `ModMed has more than ${maxPages} pages of ${paging.interaction.resourceType}`,
		description: 'Narrow the request: a shorter time, or one location or provider.',
		transient: false,
	});
}

/** The URLs of a page and of those that follow it, in a long search whose pages are numbered. */
function followingUrls(url: string, count: number): string[] {
	const page = Number(new URL(url).searchParams.get('page'));
	if (!Number.isInteger(page) || page <= LONG_SEARCH) return [];
	return Array.from({ length: count + 1 }, (_, index) => {
		const following = new URL(url);
		following.searchParams.set('page', String(page + index));
		return index === 0 ? url : following.href;
	});
}

/** Requests pages before they are needed. One that fails does so when it is needed. */
function requestAhead(paging: Paging, ahead: Map<string, Promise<unknown>>, urls: string[]): void {
	for (const url of urls.filter((one) => !ahead.has(one))) {
		const bundle = paging.next(url);
		bundle.catch(() => {});
		ahead.set(url, bundle);
	}
}

/** The resources that were found, without the entries that only explain the search. */
function resourcesOf(
	value: unknown,
	{ node, interaction }: Paging,
): Array<Record<string, unknown>> {
	const bundle = asRecord(value);
	if (bundle.resourceType !== 'Bundle') {
		throw responseError(node, { status: 200, headers: {}, body: value }, interaction);
	}
	return asRecords(bundle.entry)
		.filter(({ search }) => !['outcome', 'include'].includes(asText(asRecord(search).mode)))
		.map(({ resource }) => asRecord(resource))
		.filter(({ resourceType }) => resourceType !== 'OperationOutcome');
}

function isFirst(resource: Record<string, unknown>, seen: Set<string>): boolean {
	const key = asText(resource.id) || contentHash(resource);
	if (seen.has(key)) return false;
	seen.add(key);
	return true;
}

/** The URL of the next page, or an empty text. A URL on another server is rejected. */
function nextOf(bundle: unknown, { node, baseUrl, interaction }: Paging): string {
	const link = asRecords(asRecord(bundle).link).find(({ relation }) => relation === 'next');
	const text = asText(link?.url);
	if (text === '') return '';
	const url = URL.canParse(text, `${baseUrl}/`) ? new URL(text, `${baseUrl}/`).href : '';
	if (isBelow(baseUrl, url)) return url;
	throw apiError(node, {
		message: `ModMed's link to the next page of ${interaction.resourceType} leads away from the practice's address`,
		description:
			"Nothing was sent there. Check 'Base URL' and 'Environment' in the ModMed credential, and tell ModMed.",
		transient: false,
	});
}
