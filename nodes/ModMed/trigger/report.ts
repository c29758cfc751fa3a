import type { IPollFunctions, NodeApiError } from 'n8n-workflow';

import { emitError } from '../../shared/polling/report';
import { asRecord, asText } from '../../../domain/coerce';
import { contentHash } from '../../shared/contentHash';
import { apiError } from '../transport/apiError';
import type { TriggerState } from './state';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';

const MAX_UNREADABLE = 200;

/** Reports resources that could not be read, each once per content. */
export function reportUnreadable(
	context: IPollFunctions,
	state: TriggerState,
	resourceType: string,
	keys: string[],
): void {
	const unknown = keys.filter((key) => !state.unreadable.includes(key));
	state.unreadable = [...state.unreadable, ...unknown].slice(-MAX_UNREADABLE);
	if (unknown.length === 0) return;
	const ids = unknown.map((key) => key.slice(0, key.lastIndexOf('@'))).slice(0, 20);
	emitError(
		context,
		apiError(context.getNode(), {
			message: `${resourceType} ${ids.join(', ')} from ModMed could not be read and was skipped`,
			description:
				'A required value is missing, such as its status or the time of its last change, or its patient belongs to another practice. All others were processed. Open and save it in ModMed to have it read again.',
			transient: false,
		}),
	);
}

const reported = new WeakMap<TriggerRuntime, Set<string>>();

/** Reports an error that does not stop the poll, once in this process. */
export function reportOnce(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	error: NodeApiError,
): void {
	const messages = reported.get(runtime) ?? new Set<string>();
	reported.set(runtime, messages);
	if (!messages.has(error.message)) emitError(context, error);
	messages.add(error.message);
}

/** Names a resource and its content, so that it is reported once as it is: `ID@hash`. */
export function unreadableKey(resource: unknown): string {
	const id = asText(asRecord(resource).id)
		.replace(/[^\w.|-]/g, '')
		.slice(0, 64);
	return `${id || 'without ID'}@${contentHash(resource).slice(0, 6)}`;
}
