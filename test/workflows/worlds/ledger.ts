import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { nodeTypesHere } from '../../support/runTemplate';

interface Condition {
	keyName: string;
	condition?: string;
	keyValue?: unknown;
}

/** The ledger in memory: n8n's own node for Data Tables as far as the templates use it. */
export class Ledger {
	rows: IDataObject[] = [];

	async nodeType(): Promise<INodeType> {
		const { description } = (await nodeTypesHere())('n8n-nodes-base.dataTable', 1.1);
		const work: Ledger['work'] = (...given) => this.work(...given);
		return {
			description: { ...description, credentials: [] },
			async execute() {
				const items = this.getInputData();
				if (this.getNodeParameter('resource', 0, 'row') === 'table') return [items];
				return [items.flatMap((item, index) => work(this, item, index))];
			},
		};
	}

	private work(context: IExecuteFunctions, item: INodeExecutionData, index: number) {
		const operation = context.getNodeParameter('operation', index, 'insert') as string;
		const found = this.rows.filter((row) => this.meets(context, index, row));
		const pairedItem = { item: index };
		switch (operation) {
			case 'get':
				return sorted(context, index, found).map((json) => ({ json, pairedItem }));
			case 'rowNotExists':
				return found.length === 0 ? [{ json: item.json, pairedItem }] : [];
			case 'upsert':
				this.rows = [...this.rows.filter((row) => !found.includes(row)), merged(found[0], item)];
				return [{ json: item.json, pairedItem }];
			case 'deleteRows':
				this.rows = this.rows.filter((row) => !found.includes(row));
				return [{ json: item.json, pairedItem }];
			default:
				throw new Error(`The ledger in memory knows no ${operation}`);
		}
	}

	private meets(context: IExecuteFunctions, index: number, row: IDataObject): boolean {
		const conditions = context.getNodeParameter('filters.conditions', index, []) as Condition[];
		return conditions.every(({ keyName, condition = 'eq', keyValue }) =>
			condition === 'eq' ? row[keyName] === keyValue : row[keyName] !== keyValue,
		);
	}
}

function merged(known: IDataObject | undefined, { json }: INodeExecutionData): IDataObject {
	return { ...known, ...json };
}

function sorted(context: IExecuteFunctions, index: number, rows: IDataObject[]): IDataObject[] {
	const column = context.getNodeParameter('orderByColumn', index, '') as string;
	const all = context.getNodeParameter('returnAll', index, false) === true;
	const limit = context.getNodeParameter('limit', index, 50) as number;
	const ordered = [...rows].sort((a, b) =>
		column ? String(a[column]).localeCompare(String(b[column])) : 0,
	);
	return ordered.slice(0, all ? Infinity : limit);
}
