import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { properties } from './actions';
import { OUTPUT_NAMES, router } from './actions/router';

// Programmatic, for it calls no service: it applies the practice's rules to each item.
export class CategoryMapper implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Category Mapper',
		name: 'categoryMapper',
		icon: {
			light: 'file:../../icons/category-mapper.svg',
			dark: 'file:../../icons/category-mapper.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter.mappings.mapping ?? []).length + " appointment types" }}',
		description:
			'Sorts ModMed appointments into the categories of the practice and decides what each change does in the CRM',
		defaults: { name: 'Category Mapper' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...OUTPUT_NAMES],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return router.call(this);
	}
}
