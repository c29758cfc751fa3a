import type {
	INodeProperties,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { actionSubtitle } from '../shared/subtitle';
import * as contact from './actions/contact';
import * as field from './actions/field';
import * as location from './actions/location';
import * as note from './actions/note';
import * as opportunity from './actions/opportunity';
import { router } from './actions/router';
import * as tag from './actions/tag';
import * as listSearch from './methods/listSearch';

const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'contact',
		options: [
			{ name: 'Contact', value: 'contact' },
			{ name: 'Field', value: 'field' },
			{ name: 'Location', value: 'location' },
			{ name: 'Note', value: 'note' },
			{ name: 'Opportunity', value: 'opportunity' },
			{ name: 'Tag', value: 'tag' },
		],
	},
	...contact.description,
	...field.description,
	...location.description,
	...note.description,
	...opportunity.description,
	...tag.description,
];

// Programmatic: an operation reads, compares and only then writes, within one rate limit.
export class AesthetixCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Aesthetix CRM',
		name: 'aesthetixCrm',
		icon: { light: 'file:../../icons/aesthetix.svg', dark: 'file:../../icons/aesthetix.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: actionSubtitle(properties),
		description: 'Find contacts in Aesthetix CRM and update their notes, fields, tags and stages',
		defaults: { name: 'Aesthetix CRM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aesthetixCrmApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
