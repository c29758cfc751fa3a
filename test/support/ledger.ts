import type { IDataObject, INodeType } from 'n8n-workflow';

/** The data table of the templates, which belongs to n8n's server and not to its engine. */
export class Ledger {
	readonly rows = new Map<string, IDataObject>();

	/** @param isAlive A process that is dead writes nothing any more. */
	nodeType(description: INodeType['description'], isAlive: () => boolean): INodeType {
		const write = (row: IDataObject) => {
			if (isAlive()) this.rows.set(String(row.resource), { ...row });
		};
		return {
			description: { ...description, credentials: [] },
			async execute() {
				const items = this.getInputData();
				if (this.getNodeParameter('operation', 0) === 'upsert') {
					items.forEach(({ json }) => write(json));
				}
				return [items];
			},
		};
	}

	isSynced(resource: string, eventKey: string): boolean {
		const row = this.rows.get(resource);
		return row?.outcome === 'synced' && row.eventKey === eventKey;
	}
}
