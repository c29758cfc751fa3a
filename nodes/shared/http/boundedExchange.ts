import type { IHttpRequestOptions } from 'n8n-workflow';

import { asRecord } from '../../../domain/coerce';
import { inTime } from './inTime';

/** The largest body of an answer that is read, unpacked. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** An HTTP answer with its body as JSON, or as text where it is none. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Why an answer was not read to its end. The code says it to those who look for network codes. */
export class AnswerError extends Error {
	constructor(readonly code: 'ETIMEDOUT' | 'TOO_LARGE') {
		super(code === 'ETIMEDOUT' ? 'No whole answer in time' : 'The answer is too large');
	}
}

export interface AnswerLimits {
	/** The longest wait for the beginning of the answer, in milliseconds. */
	silenceMs: number;
	/** The longest wait for the end of the answer, in milliseconds. */
	totalMs: number;
}

/** The options by which an answer comes as a stream, which is all that bounds its size and time. */
type StreamOptions = Pick<
	IHttpRequestOptions,
	'abortSignal' | 'disableFollowRedirect' | 'encoding' | 'returnFullResponse' | 'timeout'
>;

/**
 * Sends one request with n8n's helper and reads the whole answer within the limits. n8n bounds
 * silence only, so that an answer that drips never ends, and unpacks an answer of any size.
 * @throws AnswerError if a limit is exceeded, and whatever `send` throws.
 */
export async function boundedExchange(
	send: (options: StreamOptions) => Promise<unknown>,
	{ silenceMs, totalMs }: AnswerLimits,
): Promise<HttpAnswer> {
	const abortSignal = AbortSignal.timeout(Math.ceil(totalMs));
	const answered = send({
		abortSignal,
		disableFollowRedirect: true,
		encoding: 'stream',
		returnFullResponse: true,
		timeout: silenceMs,
	});
	return await readAnswer(answered, abortSignal).catch((error: unknown) => {
		if (!abortSignal.aborted) throw error;
		answered.then((late) => discard(asRecord(late).body), ignore);
		return timeOut();
	});
}

async function readAnswer(answered: Promise<unknown>, signal: AbortSignal): Promise<HttpAnswer> {
	// n8n may put its own signal in the place of ours, so the wait is ended here too.
	const { statusCode, headers, body } = asRecord(await inTime(answered, signal, timeOut));
	return {
		status: Number(statusCode),
		headers: asRecord(headers),
		body: await readBody(body, signal),
	};
}

/**
 * The body of an answer: parsed if it is JSON, and otherwise as text. What is no stream is
 * returned as it is.
 * @throws AnswerError for a body over 10 MB, without reading more of it.
 */
async function readBody(body: unknown, signal: AbortSignal): Promise<unknown> {
	if (!isStream(body)) return body;
	try {
		return parsed(await inTime(collect(body), signal, timeOut));
	} finally {
		discard(body);
	}
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) throw new AnswerError('TOO_LARGE');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks)
		.toString('utf8')
		.replace(/^\ufeff/, '');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

interface AnswerStream extends AsyncIterable<Uint8Array> {
	destroy(): void;
	on(event: 'error', listener: () => void): unknown;
}

function isStream(body: unknown): body is AnswerStream {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Closes the connection of an answer whose body nobody reads any further. */
export function discard(body: unknown): void {
	if (!isStream(body)) return;
	body.on('error', ignore);
	body.destroy();
}

function timeOut(): never {
	throw new AnswerError('ETIMEDOUT');
}

function ignore(): void {}
