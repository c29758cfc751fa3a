import type { INodeProperties } from 'n8n-workflow';

import { asText } from '../../domain/coerce';
import type { CreateGuard } from './unknownCreates';

const MINUTE_MS = 60_000;
/** Services have been seen to carry out a request two minutes after a gateway answered for them. */
const DEFAULT_WAIT_MINUTES = 3;

/** An option of every operation that creates something. */
export const LAST_ATTEMPT: INodeProperties = {
	displayName: 'Last Attempt',
	name: 'lastAttempt',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-12-01T15:04:05.000Z',
	description:
		'Until when another process may have created it: the lastAttempt of the trigger. It is looked for until the wait after that time is over.',
};

/** An option of every operation that creates something. */
export const WAIT_AFTER_LOST_ANSWER: INodeProperties = {
	displayName: 'Wait After Lost Answer',
	name: 'waitAfterLostAnswer',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_WAIT_MINUTES,
	description:
		'Minutes during which a create whose answer was lost is only looked for. It is sent once more after that.',
};

/** What the two options say about earlier attempts. */
export function lastAttemptOf(options: Record<string, unknown>): Omit<CreateGuard, 'key'> {
	const minutes = Number(options.waitAfterLostAnswer ?? DEFAULT_WAIT_MINUTES);
	return {
		waitMs: (minutes >= 0 ? minutes : DEFAULT_WAIT_MINUTES) * MINUTE_MS,
		lastAttemptAt: Date.parse(asText(options.lastAttempt)) || 0,
	};
}
