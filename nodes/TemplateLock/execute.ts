import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { TemplateLock } from '../../domain/template/templateLock';
import shipped from '../../workflows/locks.json';
import { verify } from './verify';

const locks: ReadonlyMap<string, TemplateLock> = new Map(Object.entries(shipped));

export function execute(this: IExecuteFunctions): INodeExecutionData[][] {
	const items = this.getInputData();
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
