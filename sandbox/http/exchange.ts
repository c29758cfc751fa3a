import type { IncomingHttpHeaders } from 'node:http';
import type { Json, JsonObject } from './json';

export type ServiceName = 'modmed' | 'crm' | 'control';

/** One request as a handler sees it. */
export interface Exchange {
	service: ServiceName;
	method: string;
	/** Still percent-encoded, without the query. */
	path: string;
	/** Filled by the router from the `:name` parts of the pattern, decoded. */
	params: Record<string, string>;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	/** The parsed body; undefined when there was none or it could not be parsed. */
	body: Json | undefined;
	text: string;
	/** `http://host:port` under which this service is reached. */
	origin: string;
	/** Set by the fault `repeatPage`: the page before the asked one is served again. */
	repeatPage?: boolean;
}

export interface Answer {
	status: number;
	/** A string goes out as it is, anything else as JSON. */
	body?: Json;
	headers?: Record<string, string>;
}

/** Thrown by handlers to end an exchange early with an answer. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`Refused with ${answer.status}`);
	}
}

export function header(exchange: Exchange, name: string): string {
	const value = exchange.headers[name];
	return Array.isArray(value) ? value.join(',') : (value ?? '');
}

export function bodyOf(exchange: Exchange): JsonObject {
	const { body } = exchange;
	return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
}
