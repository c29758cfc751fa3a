import type { IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { NodeError } from '../nodeError';
import type { TriggerRuntime } from './triggerRuntime';

/**
 * Tells n8n that a poll came to nothing, at the first, second, fourth, eighth time in a row. It
 * is never thrown: n8n would give the trigger up for good where that happens while it starts.
 */
export function reportFailure(
	context: IPollFunctions,
	turn: TriggerRuntime,
	error: unknown,
	service: string,
): void {
	turn.failures += 1;
	const isPowerOfTwo = (turn.failures & (turn.failures - 1)) === 0;
	if (isPowerOfTwo) emitError(context, asNodeError(context, error, service));
}

/** The end of an execution was waited for in vain. */
export function reportOverdue(
	context: IPollFunctions,
	turn: TriggerRuntime,
	service: string,
): void {
	const message = `n8n did not report the result of an execution with changes from ${service}`;
	const description =
		"Its events are delivered again. If this recurs in queue mode, check that n8n's workers run and reach Redis.";
	const error = new NodeOperationError(context.getNode(), message, { description });
	reportFailure(context, turn, error, service);
}

export function emitError(context: IPollFunctions, error: NodeError): void {
	if (typeof context.__emitError === 'function') context.__emitError(error);
}

/** Errors of nodes are in plain words already. Of any other only the kind is told. */
function asNodeError(context: IPollFunctions, error: unknown, service: string): NodeError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const kind = error instanceof Error ? error.name : typeof error;
	return new NodeOperationError(
		context.getNode(),
		`The poll of ${service} could not be completed`,
		{ description: `The next poll tries again (${kind}).` },
	);
}
