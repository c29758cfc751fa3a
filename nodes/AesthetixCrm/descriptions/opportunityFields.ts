import type { INodeProperties } from 'n8n-workflow';

import { contactIdField } from './contactId';
import { pipelineLocator, stageLocator } from './locators';

export const opportunityFields: INodeProperties[] = [
	contactIdField,
	pipelineLocator,
	stageLocator,
	{
		displayName: 'Move Back Only From',
		name: 'backOnlyFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. Consult Booked, Consult Complete',
		description:
			'Stages from which the opportunity may go back to an earlier stage. Separate names with commas, or use an expression that returns a list. If it is empty, any stage.',
	},
	{
		displayName: 'Reason for No Move',
		name: 'reasonForNoMove',
		type: 'string',
		default: '',
		placeholder: 'e.g. Pre-Op never moves the pipeline.',
		description:
			"Returned as the outcome if 'Pipeline' or 'Stage' is empty, or if 'Move Back Only From' does not allow the move",
	},
];
