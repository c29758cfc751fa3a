import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { asRecord, asText } from '../../../domain/coerce';
import type { FhirResponse } from './apiError';
import { responseError, connectionApiError } from './apiError';
import { ConnectionError } from '../../shared/http/connectionError';
import { retryAfterMs, sendWithRetry } from '../../shared/http/retry';
import { processMap } from '../../shared/processMemory';
import type { ModMedContext } from './context';
import type { FhirInteraction } from './describeAnswer';
import type { RequestPolicy } from './retry';
import { accessGranted, renewOn, renewalDidNotHelp } from './renewals';
import { startCooldown, remainingCooldown } from './cooldown';
import { CREDENTIAL } from './settings';

const AT_ONCE = 3;
/** A response that arrives in pieces may take so many timeouts. */
const MAX_TIMEOUTS_PER_RESPONSE = 2;
const NO_ANSWER: FhirResponse = { status: 0, headers: {}, body: '' };

/** ModMed asks for few requests at a time: all nodes of the process share this limit. */
const limits = processMap<ReturnType<typeof pLimit>>();

export interface FhirRequest {
	base: string;
	url: string;
	interaction: FhirInteraction;
	policy: RequestPolicy;
	/** What is sent to be created. Without it the address is read. */
	body?: IDataObject | string;
	/** Called with every response, including failed ones. */
	onResponse?: (answer: FhirResponse) => void;
}

/** Sends a request, with retries if those may help, and returns the response's body. */
export async function send(context: ModMedContext, request: FhirRequest): Promise<unknown> {
	const { interaction, policy, onResponse } = request;
	const sendAndNote = async () => {
		const answer = await sendOnce(context, request);
		onResponse?.(answer);
		return answer;
	};
	const rule = { policy, mayRetry, askedWaitMs };
	const answer = await sendWithRetry(sendAndNote, rule);
	if (answer.status >= 200 && answer.status < 300 && isObject(answer.body)) return answer.body;
	throw responseError(context.getNode(), answer, interaction);
}

/**
 * Asks for one thing once, when its turn comes, and gives whatever is answered. A server that asked
 * to be left alone for a while is not asked, by whichever node: its answer would be the same.
 */
export async function sendOnce(
	context: ModMedContext,
	request: FhirRequest,
): Promise<FhirResponse> {
	return await limitOf(request.base)(async () => {
		const rest = remainingCooldown(request.base, Date.now());
		if (rest > 0) return { status: 429, headers: { 'retry-after': rest / 1000 }, body: '' };
		const answer = await exchange(context, request);
		const asked = answer.status === 429 || answer.status === 503 ? askedWaitMs(answer) : 0;
		if (asked > 0) startCooldown(request.base, asked, Date.now());
		return answer;
	});
}

function limitOf(base: string): ReturnType<typeof pLimit> {
	const limit = limits.get(base) ?? pLimit(AT_ONCE);
	limits.set(base, limit);
	return limit;
}

async function exchange(context: ModMedContext, request: FhirRequest): Promise<FhirResponse> {
	const { base, interaction, policy } = request;
	const key = [base, interaction.resourceType, interaction.type].join(' ');
	const left = (policy.deadline ?? Infinity) - Date.now();
	if (left <= 0) return NO_ANSWER;
	// n8n's own limit is for silence: an answer that drips in would never come to an end.
	const abortSignal = AbortSignal.timeout(
		Math.min(policy.timeoutMs * MAX_TIMEOUTS_PER_RESPONSE, left),
	);
	const options = { ...optionsOf(request), timeout: Math.min(policy.timeoutMs, left), abortSignal };
	try {
		const answered = context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			{ preAuthenticationRetryStatusCode: renewOn(key) },
		);
		const response = asRecord(await Promise.race([answered, endOf(abortSignal)]));
		accessGranted(key);
		return {
			status: Number(response.statusCode),
			headers: asRecord(response.headers),
			body: response.body,
		};
	} catch (error) {
		const answer = answerOf(error);
		if (answer.status === 403) renewalDidNotHelp(key);
		const connection = causeOf(error);
		if (connection) throw connectionApiError(context.getNode(), connection);
		return answer;
	}
}

function optionsOf({ url, body }: FhirRequest): IHttpRequestOptions {
	return {
		method: body ? 'POST' : 'GET',
		url,
		headers: {
			Accept: 'application/fhir+json',
			...(body && { 'Content-Type': 'application/fhir+json' }),
		},
		...(body && { body }),
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: { ignore: true, except: [401, 403] },
		disableFollowRedirect: true,
	};
}

/** Ends the wait even if n8n replaces our signal with its own. */
async function endOf(signal: AbortSignal): Promise<never> {
	return await new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('No answer in time')));
	});
}

/** What n8n threw: a refusal by ModMed, or nothing came back at all. */
function answerOf(error: unknown): FhirResponse {
	const response = asRecord(asRecord(asRecord(error).cause).response);
	return {
		status: Number(response.status) || 0,
		headers: asRecord(response.headers),
		body: response.data,
	};
}

function causeOf(error: unknown): ConnectionError | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause instanceof ConnectionError) return cause;
	}
	return undefined;
}

/** Whether the same request may get another response in a while. */
function mayRetry({ status }: FhirResponse): boolean {
	return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** How many milliseconds ModMed asks to wait before the next request, or 0. */
export function askedWaitMs({ headers }: FhirResponse): number {
	return retryAfterMs(asText(headers['retry-after']), Date.now());
}

/** How far the server's clock is ahead of ours, if the response contains its time. */
export function clockOffsetMs({ headers }: FhirResponse, now: number): number | undefined {
	const there = Date.parse(asText(headers.date));
	return Number.isNaN(there) ? undefined : there - now;
}

function isObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null;
}
