import type { INodeProperties } from 'n8n-workflow';

import * as checkPermissions from './checkPermissions.operation';

export const operations = { checkPermissions };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['practice'] } },
		options: [
			{
				name: 'Check Permissions',
				value: 'checkPermissions',
				action: 'Check the permissions of a practice',
				description: 'Test each permission of this login, and list what to request from ModMed',
			},
		],
		default: 'checkPermissions',
	},
];
