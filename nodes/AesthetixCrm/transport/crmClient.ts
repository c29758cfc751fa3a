import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';

import type { ConnectionError } from '../../shared/http/connectionError';
import type { Subject } from './explainRefusal';
import { explainRefusal } from './explainRefusal';
import { asRecord, asText, isRecord } from '../../../domain/coerce';
import type { CrmLocation } from './location';
import { locationOf } from './location';
import type { CrmResult, Refusal } from './refusal';
import {
	isTransient,
	networkCodeOf,
	neverReached,
	refusalOf,
	refusalWithoutAnswer,
} from './refusal';
import { readRateLimits } from './requestBudget';
import { crmUrl } from './settings';

export const CRM_CREDENTIAL = 'aesthetixCrmApi';
const API_VERSION = '2021-07-28';
const TIMEOUT_MS = 30_000;
const LEAST_TIMEOUT_MS = 1_000;
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 500;

export type CrmContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export interface CrmRequest extends Subject {
	method: IHttpRequestMethods;
	path: string;
	qs?: IDataObject;
	body?: IDataObject;
	/** A POST that only reads may be repeated like a GET. */
	onlyReads?: boolean;
}

/** The way to one location of the CRM, for the length of one node's run. */
export class CrmClient {
	/** What was kept before this run began is read again once where a name is not in it. */
	readonly startedAt = Date.now();

	private constructor(
		private readonly context: CrmContext,
		readonly location: CrmLocation,
		readonly executionId: string,
		private readonly deadline: number,
	) {}

	/** @param deadline Unix time in milliseconds after which nothing is waited for any more. */
	static async open(context: CrmContext, deadline = Infinity): Promise<CrmClient> {
		const credential = await context.getCredentials(CRM_CREDENTIAL);
		const locationId = asText(credential.locationId);
		const baseUrl = baseUrlOf(context, credential);
		if (locationId === '') {
			throw new NodeOperationError(context.getNode(), "The credential has no 'Location ID'", {
				description: 'In the CRM it stands under Settings > Business Profile.',
			});
		}
		const executionId = context.getExecutionId() ?? '';
		return new CrmClient(context, locationOf(baseUrl, locationId), executionId, deadline);
	}

	get node(): INode {
		return this.context.getNode();
	}

	/** The practice's time zone, as set for the workflow. */
	get zone(): string {
		return this.context.getTimezone();
	}

	/** The answer's body. Throws in plain words where the CRM refused. */
	async request(request: CrmRequest): Promise<Record<string, unknown>> {
		const answer = await this.send(request);
		if (!answer.ok) throw this.errorOf(answer.refusal, request);
		return answer.body;
	}

	/** The answer, whatever it is, after as many tries as are safe for this kind of request. */
	async send(request: CrmRequest): Promise<CrmResult> {
		for (let attempt = 1; ; attempt += 1) {
			const answer = await this.sendOnce(request);
			const isLast = attempt === MOST_TRIES || Date.now() >= this.deadline;
			if (answer.ok || isLast || !mayRepeat(request, answer.refusal)) return answer;
			if (answer.refusal.status === 429) this.location.budget.pause();
			else await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
		}
	}

	errorOf(refusal: Refusal, subject: Subject): NodeApiError {
		const { message, description } = explainRefusal(refusal, subject);
		const httpCode = refusal.status === 0 ? undefined : String(refusal.status);
		const error = new NodeApiError(this.node, { message }, { message, description, httpCode });
		error.context.transient = isTransient(refusal);
		return error;
	}

	private async sendOnce(request: CrmRequest): Promise<CrmResult> {
		const { budget } = this.location;
		if (budget.isUsedUpForToday) return { ok: false, refusal: refusalOf(429, {}, true) };
		try {
			const { statusCode, body, headers } = await budget.run(
				async () => await this.http(request),
				(answer) => readRateLimits(answer.headers),
			);
			const isDone = statusCode >= 200 && statusCode < 300;
			if (isDone && isRecord(body)) return { ok: true, body };
			if (isDone) return { ok: false, refusal: refusalWithoutAnswer('unreadable') };
			const isDailyLimit = statusCode === 429 && readRateLimits(headers).dailyRemaining === 0;
			return { ok: false, refusal: refusalOf(statusCode, body, isDailyLimit) };
		} catch (error) {
			const code = networkCodeOf(error);
			if (code === '') throw asNodeError(this.node, error);
			// n8n has ended the run. Another run may share what was being read, and goes on later.
			if (code === 'ERR_CANCELED') throw this.errorOf(refusalWithoutAnswer(code), request);
			return { ok: false, refusal: refusalWithoutAnswer(code) };
		}
	}

	private async http({ method, path, qs, body }: CrmRequest): Promise<FullResponse> {
		const response: unknown = await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			CRM_CREDENTIAL,
			{
				method,
				url: `${this.location.baseUrl}${path}`,
				qs,
				body,
				headers: {
					Version: API_VERSION,
					Accept: 'application/json',
					'Content-Type': 'application/json',
				},
				json: true,
				timeout: Math.max(LEAST_TIMEOUT_MS, Math.min(TIMEOUT_MS, this.deadline - Date.now())),
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
		);
		const { statusCode, body: answered, headers } = asRecord(response);
		return { statusCode: Number(statusCode), body: answered, headers: asRecord(headers) };
	}
}

interface FullResponse {
	statusCode: number;
	body: unknown;
	headers: Record<string, unknown>;
}

function baseUrlOf(context: CrmContext, credential: ICredentialDataDecryptedObject): string {
	try {
		return crmUrl(credential);
	} catch (error) {
		const { message, description } = error as ConnectionError;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
}

/** A write is only repeated where it cannot have happened; the rest is for its operation to look up. */
function mayRepeat({ method, onlyReads }: CrmRequest, refusal: Refusal): boolean {
	if (refusal.isDailyLimit) return false;
	if (refusal.status === 429 || neverReached(refusal)) return true;
	return (method === 'GET' || onlyReads === true) && isTransient(refusal);
}

/** What n8n itself refused, such as a missing credential or a domain that is not allowed. */
function asNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : String(error));
}
