import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { asRecord } from '../../../domain/coerce';
import { AnswerError, boundedExchange, discard } from '../../shared/http/boundedExchange';
import { ConnectionError } from '../../shared/http/connectionError';
import type { FhirResponse } from './apiError';
import { credentialError } from './apiError';
import type { ModMedContext } from './context';
import type { FhirInteraction } from './describeResponse';
import { accessGranted, renewOn, renewalDidNotHelp } from './renewals';
import type { RequestPolicy } from './retry';
import { CREDENTIAL } from './settings';

/** A response that arrives in pieces may take so many timeouts. */
const MAX_TIMEOUTS_PER_RESPONSE = 2;
export const NO_RESPONSE: FhirResponse = { status: 0, headers: {}, body: '' };

export interface FhirRequest {
	/** The practice's FHIR base URL. */
	base: string;
	url: string;
	interaction: FhirInteraction;
	policy: RequestPolicy;
	/** The resource to create. Without it the request is a GET. */
	body?: IDataObject | string;
}

/**
 * Sends one request through n8n, which adds the credential and renews its token.
 * @returns Whatever ModMed responds; status 0 if it did not respond in time.
 * @throws NodeApiError if the credential could not be used for the request.
 */
export async function exchange(
	context: ModMedContext,
	request: FhirRequest,
): Promise<FhirResponse> {
	const { base, interaction, policy } = request;
	const timeLeft = (policy.deadline ?? Infinity) - Date.now();
	if (timeLeft <= 0) return NO_RESPONSE;
	const permission = [base, interaction.resourceType, interaction.type].join(' ');
	try {
		const response = await requestWithCredential(context, request, timeLeft, renewOn(permission));
		accessGranted(permission);
		return response;
	} catch (error) {
		const response = responseIn(error);
		if (response.status === 403) renewalDidNotHelp(permission);
		const connectionError = connectionErrorIn(error);
		if (connectionError) throw credentialError(context.getNode(), connectionError);
		return response;
	}
}

async function requestWithCredential(
	context: ModMedContext,
	request: FhirRequest,
	timeLeft: number,
	renewalStatus: number | number[],
): Promise<FhirResponse> {
	const { timeoutMs } = request.policy;
	const options = requestOptions(request);
	return await boundedExchange(
		async (bounds) =>
			await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				{ ...options, ...bounds },
				{ preAuthenticationRetryStatusCode: renewalStatus },
			),
		{
			silenceMs: timeoutMs,
			totalMs: Math.min(timeoutMs * MAX_TIMEOUTS_PER_RESPONSE, timeLeft),
		},
	);
}

function requestOptions({ url, body }: FhirRequest) {
	return {
		method: body ? 'POST' : 'GET',
		url,
		headers: {
			Accept: 'application/fhir+json',
			...(body && { 'Content-Type': 'application/fhir+json' }),
		},
		...(body && { body }),
		json: true,
		ignoreHttpStatusErrors: { ignore: true, except: [401, 403] },
	} satisfies IHttpRequestOptions;
}

/** The response that n8n threw as an error, without its body; status 0 if none could be read. */
function responseIn(error: unknown): FhirResponse {
	if (error instanceof AnswerError) {
		return { ...NO_RESPONSE, isTooLarge: error.code === 'TOO_LARGE' };
	}
	const response = asRecord(asRecord(asRecord(error).cause).response);
	discard(response.data);
	return { status: Number(response.status) || 0, headers: asRecord(response.headers), body: '' };
}

/** What the credential's own code threw, which n8n wraps. */
function connectionErrorIn(error: unknown): ConnectionError | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause instanceof ConnectionError) return cause;
	}
	return undefined;
}
