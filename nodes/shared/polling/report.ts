import type { INode, IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { NodeError } from '../nodeError';
import type { FailedEvent } from './failedEvents';
import type { TriggerRuntime } from './triggerRuntime';

/**
 * Reports a failed poll to n8n, for the first, second, fourth, eighth failure in a row. It is
 * never thrown: an error thrown while n8n starts the trigger would stop it for good.
 */
export function reportFailure(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	error: unknown,
	service: string,
): void {
	runtime.failures += 1;
	const isPowerOfTwo = (runtime.failures & (runtime.failures - 1)) === 0;
	if (isPowerOfTwo) emitError(context, asNodeError(context, error, service));
}

/** Reports that n8n has not reported the result of an execution in time. */
export function reportOverdue(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	service: string,
): void {
	const message = `n8n did not report the result of an execution with changes from ${service}`;
	const description =
		"Its events are delivered again. If this recurs in queue mode, check that n8n's workers run and reach Redis.";
	const error = new NodeOperationError(context.getNode(), message, { description });
	reportFailure(context, runtime, error, service);
}

/** Reports that an event is no longer processed, so that somebody looks into it. */
export function reportSetAside(
	context: IPollFunctions,
	id: string,
	{ lastingFailures, reason }: FailedEvent,
	service: string,
): void {
	const [resource = ''] = id.split('#');
	const message = `${resource} from ${service} was set aside after ${lastingFailures} failed executions`;
	const description = `${reason}. All others are processed. The templates record it in the ledger, where it waits until the cause is settled.`;
	emitError(context, new NodeOperationError(context.getNode(), message, { description }));
}

/** Not everything could be read in the time a poll has. */
export function tooSlowError(node: INode, service: string): NodeApiError {
	const subject = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
	const message = `${subject} responds too slowly to read everything in one poll`;
	const description = 'What was read has been delivered. The next poll reads the rest.';
	const error = new NodeApiError(node, { message }, { message, description });
	error.context.transient = true;
	return error;
}

export function emitError(context: IPollFunctions, error: NodeError): void {
	if (typeof context.__emitError === 'function') context.__emitError(error);
}

/** Errors of nodes are written for users. Of any other error only the name is shown. */
function asNodeError(context: IPollFunctions, error: unknown, service: string): NodeError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const name = error instanceof Error ? error.name : typeof error;
	return new NodeOperationError(context.getNode(), `The poll of ${service} failed`, {
		description: `The next poll tries again (${name}).`,
	});
}
