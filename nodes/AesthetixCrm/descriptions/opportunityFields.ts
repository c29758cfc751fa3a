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
			'The stages from which the opportunity may go back to an earlier one, by name with commas in between or as a list from an expression. Empty: all of them.',
	},
	{
		displayName: 'Reason for No Move',
		name: 'reasonForNoMove',
		type: 'string',
		default: '',
		placeholder: 'e.g. Pre-Op never moves the pipeline.',
		description:
			"Given back as the outcome where 'Pipeline' or 'Stage' is empty, or by 'Move Back Only From' it stays",
	},
];
