import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { eventSubtitle } from '../shared/subtitle';
import { triggerFields } from './descriptions/triggerFields';
import * as loadOptions from './methods/loadOptions';
import { poll } from './trigger/poll';

export class ModMedTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ModMed Trigger',
		name: 'modMedTrigger',
		icon: { light: 'file:../../icons/modmed.svg', dark: 'file:../../icons/modmed.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventSubtitle(triggerFields),
		description: 'Starts the workflow when something changes at a practice in ModMed (EMA)',
		defaults: { name: 'ModMed Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'modMedFhirApi', required: true }],
		properties: triggerFields,
	};

	methods = { loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll.call(this);
	}
}
