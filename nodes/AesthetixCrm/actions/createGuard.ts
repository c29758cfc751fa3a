import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asRecord } from '../../../domain/coerce';
import { LAST_ATTEMPT, lastAttemptOf, WAIT_AFTER_LOST_ANSWER } from '../../shared/createOptions';
import type { CreateGuard } from '../../shared/unknownCreates';
import { valueParameter } from './parameters';

/** The options of every operation that creates something. */
export const createOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [LAST_ATTEMPT, WAIT_AFTER_LOST_ANSWER],
};

/** @param key What is to be created, within its location. */
export function createGuard(
	context: IExecuteFunctions,
	itemIndex: number,
	key: string,
): CreateGuard {
	return { key, ...lastAttemptOf(asRecord(valueParameter(context, 'options', itemIndex))) };
}
