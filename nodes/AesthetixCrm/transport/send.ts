import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { asRecord, isRecord } from '../../../domain/coerce';
import type { Subject } from './explainRefusal';
import type { CrmLocation } from './location';
import type { CrmResult } from './refusal';
import { networkCodeOf, refusalOf, refusalWithoutAnswer } from './refusal';
import { readRateLimits } from './requestBudget';
import { API_VERSION } from './settings';

export const CRM_CREDENTIAL = 'aesthetixCrmApi';
const TIMEOUT_MS = 30_000;
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
 * Sends a request once the location's budget allows it. What n8n itself refuses is thrown, such as
 * a missing credential.
 * @param deadline Unix time in milliseconds that the timeout does not go beyond.
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
		const { statusCode, body, headers } = await budget.run(
			async () => await http(context, location, request, deadline),
			(response) => readRateLimits(response.headers),
		);
		const isSuccess = statusCode >= 200 && statusCode < 300;
		if (isSuccess && isRecord(body)) return { ok: true, body };
		if (isSuccess) return { ok: false, refusal: refusalWithoutAnswer('unreadable') };
		const isDailyLimit = statusCode === 429 && readRateLimits(headers).dailyRemaining === 0;
		return { ok: false, refusal: refusalOf(statusCode, body, isDailyLimit) };
	} catch (error) {
		const code = networkCodeOf(error);
		if (code === '') throw asNodeError(context.getNode(), error);
		return { ok: false, refusal: refusalWithoutAnswer(code) };
	}
}

/** What n8n itself refused, such as a domain that the credential does not allow. */
function asNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : String(error));
}

interface FullResponse {
	statusCode: number;
	body: unknown;
	headers: Record<string, unknown>;
}

async function http(
	context: CrmContext,
	location: CrmLocation,
	{ method, path, qs, body }: CrmRequest,
	deadline: number,
): Promise<FullResponse> {
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CRM_CREDENTIAL,
		{
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
			timeout: Math.max(LEAST_TIMEOUT_MS, Math.min(TIMEOUT_MS, deadline - Date.now())),
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	);
	const { statusCode, body: answered, headers } = asRecord(response);
	return { statusCode: Number(statusCode), body: answered, headers: asRecord(headers) };
}
