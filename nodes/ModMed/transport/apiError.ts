import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';
import type { ConnectionError } from '../../shared/http/connectionError';
import type { ErrorText, FhirInteraction } from './describeAnswer';
import { describeResponse } from './describeAnswer';

/** A response of ModMed. Status 0: there was none. */
export interface FhirResponse {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** An answer that is not what was asked for, as an error of the node: built anew, so that
 * nothing of the request or of the answer comes along. */
export function responseError(
	node: INode,
	answer: FhirResponse,
	interaction: FhirInteraction,
): NodeApiError {
	const description = describeResponse(answer.status, answer.body, interaction);
	return apiError(node, description, answer.status, traceOf(answer));
}

/** No connection to ModMed came about. */
export function connectionApiError(node: INode, error: ConnectionError): NodeApiError {
	const { message, description, transient } = error;
	return apiError(node, { message, description, transient }, 0, '');
}

/** An error of a node in the words given. */
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

/** The status of an error this module has built, or 0. */
export function statusOf(error: unknown): number {
	return error instanceof NodeApiError ? Number(error.httpCode) || 0 : 0;
}

function traceOf({ headers }: FhirResponse): string {
	const trace = asText(asRecord(headers)['x-request-id'] ?? asRecord(headers)['x-amzn-trace-id']);
	return /^[\w=;:.-]{1,80}$/.test(trace) ? trace : '';
}
