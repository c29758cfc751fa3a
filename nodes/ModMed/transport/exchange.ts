import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { asRecord } from '../../../domain/coerce';
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
const NO_RESPONSE: FhirResponse = { status: 0, headers: {}, body: '' };

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
	const options = requestOptions(request, timeLeft);
	const responding = context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		options,
		{ preAuthenticationRetryStatusCode: renewalStatus },
	);
	const response = asRecord(await Promise.race([responding, endOf(options.abortSignal)]));
	return {
		status: Number(response.statusCode),
		headers: asRecord(response.headers),
		body: response.body,
	};
}

/** @param timeLeft Milliseconds until the deadline. */
function requestOptions({ url, policy, body }: FhirRequest, timeLeft: number) {
	const totalMs = Math.min(policy.timeoutMs * MAX_TIMEOUTS_PER_RESPONSE, timeLeft);
	return {
		method: body ? 'POST' : 'GET',
		url,
		headers: {
			Accept: 'application/fhir+json',
			...(body && { 'Content-Type': 'application/fhir+json' }),
		},
		...(body && { body }),
		json: true,
		timeout: Math.min(policy.timeoutMs, timeLeft),
		// n8n's timeout is for silence only: a response that drips in would never end.
		abortSignal: AbortSignal.timeout(totalMs),
		returnFullResponse: true,
		ignoreHttpStatusErrors: { ignore: true, except: [401, 403] },
		disableFollowRedirect: true,
	} satisfies IHttpRequestOptions;
}

/** Ends the wait even if n8n replaces our signal with its own. */
async function endOf(signal: AbortSignal): Promise<never> {
	return await new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('No response in time')));
	});
}

/** The response that n8n threw as an error; status 0 if nothing came back. */
function responseIn(error: unknown): FhirResponse {
	const response = asRecord(asRecord(asRecord(error).cause).response);
	return {
		status: Number(response.status) || 0,
		headers: asRecord(response.headers),
		body: response.data,
	};
}

/** What the credential's own code threw, which n8n wraps. */
function connectionErrorIn(error: unknown): ConnectionError | undefined {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause instanceof ConnectionError) return cause;
	}
	return undefined;
}
