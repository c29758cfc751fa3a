import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { deliveredLocks } from './deliveredLocks';
import { verify } from './verify';

export function execute(this: IExecuteFunctions): INodeExecutionData[][] {
	const items = this.getInputData();
	const locks = deliveredLocks();
	if (this.getNodeParameter('operation', 0) === 'verify') {
		const verdicts = verify(
			items.map(({ json }) => json),
			locks,
		);
		return [verdicts.map((json, item) => ({ json: { ...json }, pairedItem: { item } }))];
	}
	const templates = [...locks].map(([workflowId, { name }]) => ({ workflowId, name }));
	return [templates.map((json) => ({ json, pairedItem: { item: 0 } }))];
}
