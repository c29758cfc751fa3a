import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { eventSubtitle } from '../shared/subtitle';
import { triggerFields } from './descriptions/triggerFields';
import * as listSearch from './methods/listSearch';
import { poll } from './trigger/poll';

export class AesthetixCrmTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Aesthetix CRM Trigger',
		name: 'aesthetixCrmTrigger',
		icon: { light: 'file:../../icons/aesthetix.svg', dark: 'file:../../icons/aesthetix.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventSubtitle(triggerFields),
		description:
			'Starts the workflow when a contact in Aesthetix CRM gets a tag or a field changes',
		defaults: { name: 'Aesthetix CRM Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aesthetixCrmApi', required: true }],
		properties: triggerFields,
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll.call(this);
	}
}
