import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';
import type { CreateGuard } from '../../shared/unknownCreates';
import { valueParameter } from './parameters';

const MINUTE_MS = 60_000;
/** The CRM has been seen to carry out a request two minutes after a gateway had answered for it. */
const DEFAULT_WAIT_MINUTES = 3;

/** The options of every operation that creates something. */
export const createOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Last Attempt',
			name: 'lastAttempt',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-12-01T15:04:05.000Z',
			description:
				'Until when another process may have created it: the lastAttempt of the trigger. It is looked for until the wait after that time is over.',
		},
		{
			displayName: 'Wait After Lost Answer',
			name: 'waitAfterLostAnswer',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_WAIT_MINUTES,
			description:
				'Minutes during which a create whose answer was lost is only looked for. It is sent once more after that.',
		},
	],
};

/** @param key What is to be created, within its location. */
export function createGuard(
	context: IExecuteFunctions,
	itemIndex: number,
	key: string,
): CreateGuard {
	const options = asRecord(valueParameter(context, 'options', itemIndex));
	const minutes = Number(options.waitAfterLostAnswer ?? DEFAULT_WAIT_MINUTES);
	return {
		key,
		waitMs: (minutes >= 0 ? minutes : DEFAULT_WAIT_MINUTES) * MINUTE_MS,
		lastAttemptAt: Date.parse(asText(options.lastAttempt)) || 0,
	};
}
