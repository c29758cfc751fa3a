import type { INodeProperties } from 'n8n-workflow';

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getAll',
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many locked templates',
				description: 'List the locked templates of this pack with their workflow IDs',
			},
			{
				name: 'Verify',
				value: 'verify',
				action: 'Verify a locked template',
				description: "Compare each workflow, as n8n's API returns it, with the delivered template",
			},
		],
	},
];
