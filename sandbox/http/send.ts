import type { ServerResponse } from 'node:http';
import type { FaultAction } from './faults';
import type { Answer } from './exchange';
import { asList, isObject, type Json } from './json';

interface Prepared {
	text: string;
	headers: Record<string, string>;
}

function prepare(answer: Answer): Prepared {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(answer.headers ?? {})) {
		headers[name.toLowerCase()] = value;
	}
	if (answer.body === undefined) return { text: '', headers };
	const isText = typeof answer.body === 'string';
	headers['content-type'] ??= isText ? 'text/html' : 'application/json; charset=utf-8';
	return { text: isText ? String(answer.body) : JSON.stringify(answer.body), headers };
}

export function send(response: ServerResponse, answer: Answer): void {
	const { text, headers } = prepare(answer);
	const length = String(Buffer.byteLength(text));
	response.writeHead(answer.status, { ...headers, 'content-length': length });
	response.end(text);
}

/** Announces the whole answer, delivers half of it and breaks the connection. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
	const { text, headers } = prepare(answer);
	const whole = text || ' ';
	const length = String(Buffer.byteLength(whole));
	response.writeHead(answer.status, { ...headers, 'content-length': length });
	response.write(whole.slice(0, Math.floor(whole.length / 2)), () => response.destroy());
}

/** Faults that leave the exchange alone but change what is sent. */
export function spoil(action: FaultAction | undefined, answer: Answer): Answer {
	if (action?.kind === 'malformedJson') {
		const text = JSON.stringify(answer.body ?? {});
		const headers = { 'content-type': 'application/json', ...answer.headers };
		return { ...answer, headers, body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) };
	}
	if (action?.kind === 'foreignNext') return withForeignNext(action.origin, answer);
	return answer;
}

function withForeignNext(origin: string, answer: Answer): Answer {
	if (!isObject(answer.body)) return answer;
	const link = asList(answer.body.link).map((entry): Json => {
		if (!isObject(entry) || entry.relation !== 'next') return entry;
		const url = new URL(String(entry.url));
		return { ...entry, url: `${origin}${url.pathname}${url.search}` };
	});
	return { ...answer, body: { ...answer.body, link } };
}
