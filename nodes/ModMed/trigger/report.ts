import type { IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { apiError } from '../transport/apiError';
import type { TriggerState } from './state';
import type { Turn } from './turn';

const MOST_UNREADABLE = 200;

/**
 * Tells n8n that a poll came to nothing, at the first, second, fourth, eighth time in a row. It
 * is never thrown: n8n would give the trigger up for good where that happens while it starts.
 */
export function reportFailure(context: IPollFunctions, turn: Turn, error: unknown): void {
	turn.failures += 1;
	const isPowerOfTwo = (turn.failures & (turn.failures - 1)) === 0;
	if (isPowerOfTwo) emitError(context, asNodeError(context, error));
}

/** Tells n8n of what could not be read, each once as it is. */
export function reportUnreadable(
	context: IPollFunctions,
	state: TriggerState,
	resourceType: string,
	marks: string[],
): void {
	const unknown = marks.filter((mark) => !state.unreadable.includes(mark));
	state.unreadable = [...state.unreadable, ...unknown].slice(-MOST_UNREADABLE);
	if (unknown.length === 0) return;
	const ids = unknown.map((mark) => mark.slice(0, mark.lastIndexOf('@'))).slice(0, 20);
	emitError(
		context,
		apiError(context.getNode(), {
			message: `${resourceType} ${ids.join(', ')} of ModMed cannot be read and was set aside`,
			description:
				'Its status, start or last change is missing. All others went on. Open and save it in ModMed, and it is read again.',
			transient: false,
		}),
	);
}

/** Not all of what changed could be read in the time a poll has. */
export function reportIncomplete(context: IPollFunctions, turn: Turn): void {
	const description =
		'What was read has been delivered. The rest is read again with the next poll.';
	const message = 'ModMed answers too slowly to read all changes in one poll';
	const error = apiError(context.getNode(), { message, description, transient: true });
	reportFailure(context, turn, error);
}

function emitError(context: IPollFunctions, error: NodeApiError | NodeOperationError): void {
	if (typeof context.__emitError === 'function') context.__emitError(error);
}

/** Errors of nodes are in plain words already. Of any other only the kind is told. */
function asNodeError(context: IPollFunctions, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const kind = error instanceof Error ? error.name : typeof error;
	return new NodeOperationError(context.getNode(), 'The poll of ModMed could not be completed', {
		description: `It is tried again at the next poll (${kind}).`,
	});
}
