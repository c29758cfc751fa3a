import type { Clock } from './clock';
import type { Exchange, ServiceName } from './exchange';
import { asText, isObject, type Json, type JsonObject } from './json';

export interface JournalEntry {
	id: number;
	time: string;
	service: ServiceName;
	method: string;
	path: string;
	query: string;
	headers: Record<string, string>;
	body?: Json;
	/** 0 when no answer was given (hang, lost answer, cut connection). */
	status: number;
	fault?: string;
	/** The status of the work that was done after the answer (fault `commitsLate`). */
	committed?: number;
}

export interface JournalFilter {
	service?: string;
	method?: string;
	/** A part of the path. */
	path?: string;
	status?: number;
	/** Only entries after this id. */
	after?: number;
}

const KEPT_HEADERS = ['version', 'accept', 'content-type', 'content-flag', 'prefer', 'user-agent'];
const SECRET_HEADERS = ['authorization', 'x-api-key'];
const SECRET_FIELDS = ['password', 'client_secret', 'refresh_token'];
const MAX_ENTRIES = 20_000;

/** What was asked, in order. Secrets are kept by their last four characters only. */
export class Journal {
	private list: JournalEntry[] = [];
	private lastId = 0;

	constructor(private readonly clock: Clock) {}

	open(exchange: Exchange): JournalEntry {
		const entry: JournalEntry = {
			id: ++this.lastId,
			time: this.clock.now().toISOString(),
			service: exchange.service,
			method: exchange.method,
			path: exchange.path,
			query: exchange.query.toString(),
			headers: headersOfInterest(exchange),
			body: withoutSecrets(exchange),
			status: 0,
		};
		this.list.push(entry);
		if (this.list.length > MAX_ENTRIES) this.list.splice(0, this.list.length - MAX_ENTRIES);
		return entry;
	}

	entries(filter: JournalFilter = {}): JournalEntry[] {
		return this.list.filter(
			(entry) =>
				(filter.service === undefined || entry.service === filter.service) &&
				(filter.method === undefined || entry.method === filter.method) &&
				(filter.path === undefined || entry.path.includes(filter.path)) &&
				(filter.status === undefined || entry.status === filter.status) &&
				(filter.after === undefined || entry.id > filter.after),
		);
	}

	count(filter: JournalFilter = {}): number {
		return this.entries(filter).length;
	}

	clear(): void {
		this.list = [];
	}
}

function headersOfInterest(exchange: Exchange): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const name of KEPT_HEADERS) {
		const value = asText(exchange.headers[name]);
		if (value) kept[name] = value;
	}
	for (const name of SECRET_HEADERS) {
		const value = asText(exchange.headers[name]);
		if (value) kept[name] = redact(value);
	}
	return kept;
}

function withoutSecrets(exchange: Exchange): Json | undefined {
	if (!isObject(exchange.body)) return exchange.body;
	const body: JsonObject = structuredClone(exchange.body);
	for (const field of SECRET_FIELDS) {
		if (body[field] !== undefined) body[field] = redact(asText(body[field]));
	}
	return body;
}

function redact(secret: string): string {
	return `…${secret.slice(-4)}`;
}
