import type { INodeProperties } from 'n8n-workflow';

import { contactIdField } from './contactId';
import { pipelineLocator, stageLocator } from './locators';

export const opportunityFields: INodeProperties[] = [
	contactIdField,
	pipelineLocator,
	stageLocator,
	{
		displayName: 'Reason for No Move',
		name: 'reasonForNoMove',
		type: 'string',
		default: '',
		placeholder: 'e.g. Pre-Op never moves the pipeline.',
		description: "Given back as the outcome where 'Pipeline' or 'Stage' is empty",
	},
];
