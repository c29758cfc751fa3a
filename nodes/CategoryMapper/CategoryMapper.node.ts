import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { operations, properties } from './actions';
import { router } from './actions/router';

const outputsByOperation = Object.fromEntries(
	Object.entries(operations).map(([name, { outputs }]) => [
		name,
		outputs.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
	]),
);

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
		outputs: `={{ (${JSON.stringify(outputsByOperation)})[$parameter.operation] }}`,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return router.call(this);
	}
}
