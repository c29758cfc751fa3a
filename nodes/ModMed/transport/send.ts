import pLimit from 'p-limit';

import { asText } from '../../../domain/coerce';
import { inTime } from '../../shared/http/inTime';
import { retryAfterMs, sendWithRetry } from '../../shared/http/retry';
import { processMap } from '../../shared/processMemory';
import type { FhirResponse } from './apiError';
import { responseError } from './apiError';
import type { ModMedContext } from './context';
import { remainingCooldown, startCooldown } from './cooldown';
import type { FhirRequest } from './exchange';
import { exchange, NO_RESPONSE } from './exchange';

const MAX_CONCURRENT = 3;

/** ModMed asks for few requests at a time: all nodes of the process share this limit. */
const limits = processMap<ReturnType<typeof pLimit>>();

interface ObservedRequest extends FhirRequest {
	/** Called with every response, including failed ones. */
	onResponse?: (response: FhirResponse) => void;
}

/**
 * Sends a request, with retries if those may help, and returns the response's body.
 * Source: https://portal.api.modmed.com/reference/response-codes
 * @throws NodeApiError if the last response is not a success with a JSON object.
 */
export async function send(context: ModMedContext, request: ObservedRequest): Promise<unknown> {
	const { interaction, policy, onResponse } = request;
	const sendAndObserve = async () => {
		const response = await sendOnce(context, request);
		onResponse?.(response);
		return response;
	};
	const response = await sendWithRetry(sendAndObserve, { policy, mayRetry, askedWaitMs });
	const isSuccess = response.status >= 200 && response.status < 300;
	if (isSuccess && isObject(response.body)) return response.body;
	throw responseError(context.getNode(), response, interaction);
}

/**
 * Sends a request once, as soon as fewer than three others are under way, and returns whatever
 * ModMed responds. While a server asks for no requests, nothing is sent, whichever node it is for.
 * Source: https://portal.api.modmed.com/reference/rate-limiting
 */
export async function sendOnce(
	context: ModMedContext,
	request: FhirRequest,
): Promise<FhirResponse> {
	const deadline = request.policy.deadline ?? Infinity;
	const responding = limitOf(request.base)(async () => {
		const rest = remainingCooldown(request.base, Date.now());
		if (rest > 0) return { status: 429, headers: { 'retry-after': rest / 1000 }, body: '' };
		const response = await exchange(context, request);
		const isBusy = response.status === 429 || response.status === 503;
		const wait = isBusy ? askedWaitMs(response) : 0;
		if (wait > 0) startCooldown(request.base, wait, Date.now());
		return response;
	});
	if (deadline === Infinity) return await responding;
	// Those ahead of it may have more time than this one.
	const signal = AbortSignal.timeout(Math.max(0, deadline - Date.now()));
	return await inTime(responding, signal, () => NO_RESPONSE);
}

function limitOf(base: string): ReturnType<typeof pLimit> {
	const limit = limits.get(base) ?? pLimit(MAX_CONCURRENT);
	limits.set(base, limit);
	return limit;
}

/** Whether the same request may get another response in a while. */
function mayRetry({ status, isTooLarge }: FhirResponse): boolean {
	if (isTooLarge) return false;
	return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** How many milliseconds ModMed asks to wait before the next request; 0 if it does not ask. */
export function askedWaitMs({ headers }: FhirResponse): number {
	return retryAfterMs(asText(headers['retry-after']), Date.now());
}

/**
 * How many milliseconds ModMed's clock is ahead of ours, if the response contains its time.
 * @param now Our time, in Unix milliseconds.
 */
export function clockOffsetMs({ headers }: FhirResponse, now: number): number | undefined {
	const serverTime = Date.parse(asText(headers.date));
	return Number.isNaN(serverTime) ? undefined : serverTime - now;
}

function isObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null;
}
