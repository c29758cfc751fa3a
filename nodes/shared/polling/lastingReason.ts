import type { IRun } from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';

/**
 * With these words the template *Record outcomes* ends a run whose events are to come again: what
 * they need was unavailable.
 */
export const RETRY_WORDS = 'The same events are delivered again at the next poll.';

const PACKAGE = 'n8n-nodes-modmed-aesthetix.';
const NO_CONNECTION = /^(E[A-Z]*(CONN|TIMEDOUT|NOTFOUND|UNREACH|PIPE)[A-Z]*|EAI_AGAIN|UND_ERR_.+)$/;

/**
 * Why an execution with the same event would fail again; undefined where time may mend it: a
 * service is away or refuses the login, a limit is reached, or n8n ended the execution.
 */
export function lastingReasonOf(run: IRun | undefined): string | undefined {
	if (run?.status !== 'error') return undefined;
	const { error, lastNodeExecuted } = asRecord(asRecord(run.data).resultData);
	if (isTransientFailure(error)) return undefined;
	const node = asText(lastNodeExecuted);
	const where = node === '' ? 'Its executions failed' : `Its executions failed at '${node}'`;
	return `${where}${wordsOf(error)}`;
}

/** Why an event could not be prepared, in the same sense. */
export function lastingReasonOfError(error: unknown): string | undefined {
	return isTransientFailure(error) ? undefined : `It could not be prepared${wordsOf(error)}`;
}

/** In queue mode the error has passed through JSON: it is a plain object. */
function isTransientFailure(value: unknown): boolean {
	const error = asRecord(value);
	const context = asRecord(error.context);
	const says = (words: unknown) => asText(words).endsWith(RETRY_WORDS);
	if (context.transient === true || says(error.message) || says(error.description)) return true;
	const status = Number(error.httpCode) || 0;
	if ([401, 403, 408, 429].includes(status) || status >= 500) return true;
	const codes = [error.code, asRecord(error.cause).code, error.httpCode].map(asText);
	if (codes.some((code) => NO_CONNECTION.test(code))) return true;
	return error.name === 'NodeApiError' && status === 0 && context.transient !== false;
}

/** Errors of our own nodes contain nothing about a patient. Of any other only the name is shown. */
function wordsOf(value: unknown): string {
	const error = asRecord(value);
	if (asText(asRecord(error.node).type).startsWith(PACKAGE)) return `: ${asText(error.message)}`;
	const name = asText(error.name);
	return /^\w{1,60}$/.test(name) ? ` (${name})` : '';
}
