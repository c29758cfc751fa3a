import type { IDataObject, INodeType } from 'n8n-workflow';

/** The data table of the templates, which belongs to n8n's server and not to its engine. */
export class FakeLedger {
	readonly rows = new Map<string, IDataObject>();

	/** @param isAlive A process that is dead writes nothing any more. */
	nodeType(description: INodeType['description'], isAlive = () => true): INodeType {
		const { rows } = this;
		return {
			description: { ...description, credentials: [] },
			async execute() {
				const items = this.getInputData();
				const operation = this.getNodeParameter('operation', 0);
				items.forEach(({ json }, itemIndex) => {
					if (!isAlive()) return;
					if (operation === 'upsert') rows.set(String(json.resource), { ...json });
					if (operation !== 'deleteRows') return;
					const { keyValue } = conditionOf(this.getNodeParameter('filters', itemIndex));
					rows.delete(String(keyValue));
				});
				return [items];
			},
		};
	}

	isSynced(resource: string, eventKey: string): boolean {
		const row = this.rows.get(resource);
		return row?.outcome === 'synced' && row.eventKey === eventKey;
	}
}

/** The templates look a row up by its resource and by nothing else. */
function conditionOf(filters: unknown): IDataObject {
	const { conditions } = filters as { conditions: IDataObject[] };
	const [condition] = conditions;
	if (conditions.length !== 1 || condition?.keyName !== 'resource') {
		throw new Error(`Not known to this ledger: ${JSON.stringify(filters)}`);
	}
	return condition;
}
