import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { actionSubtitle } from '../shared/subtitle';
import { execute } from './execute';
import { properties } from './properties';

// Programmatic, for it calls no service: it compares workflows with what was delivered.
export class TemplateLock implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Template Lock',
		name: 'templateLock',
		icon: {
			light: 'file:../../icons/template-lock.svg',
			dark: 'file:../../icons/template-lock.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: actionSubtitle(properties),
		description: 'Check whether the locked templates of this pack are still as delivered',
		defaults: { name: 'Template Lock' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return execute.call(this);
	}
}
