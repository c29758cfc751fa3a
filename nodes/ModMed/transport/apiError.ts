import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';
import type { ErrorText, FhirInteraction } from './describeResponse';
import { describeResponse, describeTooLarge } from './describeResponse';

/** A response of ModMed. */
export interface FhirResponse {
	/** The HTTP status; 0 if there was no response. */
	status: number;
	/** By lower-case name. */
	headers: Record<string, unknown>;
	/** Parsed if it was JSON. */
	body: unknown;
	/** The answer was over the limit and is not read. */
	isTooLarge?: boolean;
}

const UNUSABLE_CREDENTIAL: ErrorText = {
	message: 'The ModMed credential could not be used',
	description: 'Open the ModMed credential, fill in every field and test it.',
	transient: false,
};

/**
 * A response that is not what was requested, as an error of the node. It is built anew, so that
 * nothing of the request or the response is saved with it, apart from ModMed's request ID.
 * Source: https://portal.api.modmed.com/reference/response-codes
 */
export function responseError(
	node: INode,
	response: FhirResponse,
	interaction: FhirInteraction,
): NodeApiError {
	const text = response.isTooLarge
		? describeTooLarge(interaction)
		: describeResponse(response.status, response.body, interaction);
	return apiError(node, text, response.status, traceOf(response));
}

/** No request could be made with the credential. Of an error that is not ours nothing is shown. */
export function credentialError(node: INode, error: unknown): NodeApiError {
	if (!(error instanceof ConnectionError)) return apiError(node, UNUSABLE_CREDENTIAL);
	const { message, description, transient } = error;
	return apiError(node, { message, description, transient });
}

/**
 * An error of the node in the words given.
 * @param status The HTTP status of ModMed's response; 0 if there was none.
 * @param trace ModMed's ID of the request, which its support asks for.
 */
export function apiError(
	node: INode,
	{ message, description, transient }: ErrorText,
	status = 0,
	trace = '',
): NodeApiError {
	const httpCode = status > 0 ? String(status) : undefined;
	const details = trace ? `${description} ModMed's trace: ${trace}` : description;
	const error = new NodeApiError(
		node,
		{ message, ...(httpCode ? { httpCode } : {}) },
		{ message, description: details, ...(httpCode ? { httpCode } : {}) },
	);
	error.context.transient = transient;
	return error;
}

/** The HTTP status of an error that this module has built; 0 for any other error. */
export function statusOf(error: unknown): number {
	return error instanceof NodeApiError ? Number(error.httpCode) || 0 : 0;
}

function traceOf({ headers }: FhirResponse): string {
	const trace = asText(asRecord(headers)['x-request-id'] ?? asRecord(headers)['x-amzn-trace-id']);
	return /^[\w=;:.-]{1,80}$/.test(trace) ? trace : '';
}
