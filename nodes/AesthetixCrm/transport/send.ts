import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { isRecord } from '../../../domain/coerce';
import type { HttpAnswer } from '../../shared/http/boundedExchange';
import { boundedExchange } from '../../shared/http/boundedExchange';
import type { Subject } from './explainRefusal';
import type { CrmLocation } from './location';
import type { CrmResult } from './refusal';
import { networkCodeOf, NOT_SENT, refusalOf, refusalWithoutAnswer } from './refusal';
import { readRateLimits } from './rateLimits';
import { API_VERSION } from './settings';

export const CRM_CREDENTIAL = 'aesthetixCrmApi';
const SILENCE_MS = 30_000;
const TOTAL_MS = 60_000;
const LEAST_TIMEOUT_MS = 1_000;

export type CrmContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export interface CrmRequest extends Subject {
	method: IHttpRequestMethods;
	/** Below the base URL, such as `/contacts/`. */
	path: string;
	qs?: IDataObject;
	body?: IDataObject;
	/** A POST that only reads may be repeated like a GET. */
	onlyReads?: boolean;
}

/**
 * Sends a request once the location's budget allows it, and again while the CRM refuses it as one
 * too many. What n8n itself refuses is thrown, such as a missing credential.
 * @param deadline Unix time in milliseconds by which an answer is there or is not waited for.
 */
export async function sendOnce(
	context: CrmContext,
	location: CrmLocation,
	request: CrmRequest,
	deadline: number,
): Promise<CrmResult> {
	const { budget } = location;
	if (budget.isUsedUpForToday) return { ok: false, refusal: refusalOf(429, {}, true) };
	try {
		const answer = await budget.run({
			send: async () => await http(context, location, request, deadline),
			verdictOf: ({ status, headers }) => ({
				limits: readRateLimits(headers),
				isRefused: status === 429,
			}),
			until: deadline,
		});
		return answer ? resultOf(answer) : notSent();
	} catch (error) {
		const code = networkCodeOf(error);
		if (code === '') throw asNodeError(context.getNode(), error);
		return { ok: false, refusal: refusalWithoutAnswer(code) };
	}
}

function resultOf({ status, body, headers }: HttpAnswer): CrmResult {
	const isSuccess = status >= 200 && status < 300;
	if (isSuccess && isRecord(body)) return { ok: true, body };
	if (isSuccess) return { ok: false, refusal: refusalWithoutAnswer('unreadable') };
	const isDailyLimit = status === 429 && readRateLimits(headers).dailyRemaining === 0;
	return { ok: false, refusal: refusalOf(status, body, isDailyLimit) };
}

function notSent(): CrmResult {
	return { ok: false, refusal: refusalWithoutAnswer(NOT_SENT) };
}

/** What n8n itself refused, such as a domain that the credential does not allow. */
function asNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : String(error));
}

async function http(
	context: CrmContext,
	location: CrmLocation,
	{ method, path, qs, body }: CrmRequest,
	deadline: number,
): Promise<HttpAnswer> {
	const options: IHttpRequestOptions = {
		method,
		url: `${location.baseUrl}${path}`,
		qs,
		body,
		headers: {
			Version: API_VERSION,
			Accept: 'application/json',
			'Content-Type': 'application/json',
		},
		json: true,
		ignoreHttpStatusErrors: true,
	};
	return await boundedExchange(
		async (stream) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CRM_CREDENTIAL, {
				...options,
				...stream,
			}),
		{
			silenceMs: SILENCE_MS,
			totalMs: Math.max(LEAST_TIMEOUT_MS, Math.min(TOTAL_MS, deadline - Date.now())),
		},
	);
}
