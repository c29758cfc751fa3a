import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { asRecords, asText } from '../../../../domain/coerce';
import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready, verdict } from '../../../../domain/crm/goLive';
import { valueParameter } from '../parameters';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'lines',
		type: 'json',
		required: true,
		default: '',
		description: 'The lines of all checks, as a list of objects with state, what and todo',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['location'], operation: ['summarize'] } },
	fields,
);

/** The lines once more, with the verdict as the last one. Sends nothing. */
export const execute: Execute<unknown> = async (context, itemIndex) => {
	const lines = asRecords(valueParameter(context, 'lines', itemIndex)).map(readLine);
	return [...lines, verdict(lines)].map((line) => ({ ...line }));
};

/** A line that names no state we know blocks: somebody should look at it. */
function readLine({ state, what, todo }: Record<string, unknown>): GoLiveLine {
	const texts = [asText(what), asText(todo)] as const;
	if (state === 'ready') return { ...ready(texts[0]), todo: texts[1] };
	return state === 'advice' ? advice(...texts) : blocks(...texts);
}
