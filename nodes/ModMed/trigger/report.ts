import type { IPollFunctions, NodeApiError } from 'n8n-workflow';

import { emitError, reportFailure } from '../../shared/polling/report';
import { apiError } from '../transport/apiError';
import type { TriggerState } from './state';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';

const MOST_UNREADABLE = 200;

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
				'Something it needs, such as its status or the time of its last change, is missing, or its patient is not of this practice. All others continued. Open and save it in ModMed to have it read again.',
			transient: false,
		}),
	);
}

const told = new WeakMap<TriggerRuntime, Set<string>>();

/** Tells n8n of what does not keep the poll from its work, once in this process. */
export function reportOnce(
	context: IPollFunctions,
	turn: TriggerRuntime,
	error: NodeApiError,
): void {
	const messages = told.get(turn) ?? new Set<string>();
	told.set(turn, messages);
	if (!messages.has(error.message)) emitError(context, error);
	messages.add(error.message);
}

/** Not all of what changed could be read in the time a poll has. */
export function reportIncomplete(context: IPollFunctions, turn: TriggerRuntime): void {
	const description = 'What was read has been delivered. The next poll reads the rest.';
	const message = 'ModMed answers too slowly to read all changes in one poll';
	const error = apiError(context.getNode(), { message, description, transient: true });
	reportFailure(context, turn, error, 'ModMed');
}
