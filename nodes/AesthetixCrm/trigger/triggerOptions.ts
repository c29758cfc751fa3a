import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';

export type EventName = 'tagAdded' | 'fieldChanged';

export interface TriggerOptions {
	event: EventName;
	/** The tag or the field, by its name. */
	name: string;
	fullData: boolean;
	/** Whether what was so before the first poll counts as an event too. */
	includeBefore: boolean;
}

export function readTriggerOptions(context: IPollFunctions): TriggerOptions {
	const event = context.getNodeParameter('event', 'tagAdded') as EventName;
	const [parameter, label] = event === 'tagAdded' ? ['tag', 'Tag'] : ['field', 'Field'];
	const picked: unknown = context.getNodeParameter(parameter, '', { extractValue: true });
	const name = asText(picked);
	if (name === '') {
		throw new NodeOperationError(context.getNode(), `The '${label}' is empty`, {
			description: 'Choose it from the list, or enter its name as the CRM shows it.',
		});
	}
	const options = asRecord(context.getNodeParameter('options', {}));
	const includeBefore =
		event === 'tagAdded' ? options.includeTaggedBefore : options.includeFilledBefore;
	return {
		event,
		name,
		fullData: context.getNodeParameter('output', 'references') === 'fullData',
		includeBefore: includeBefore === true,
	};
}
