import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

/** What n8n's data tables say once they have reached their limit. */
const FULL = 'Data table size limit exceeded: 200MB used, limit is 200MB';

interface Condition {
	keyName: string;
	condition?: 'eq' | 'neq' | 'lt' | 'gt';
	keyValue: string | number;
}

/** The data table of the templates, which belongs to n8n's server and not to its engine. */
export class FakeLedger {
	readonly rows = new Map<string, IDataObject>();
	/** A full one takes nothing more: it can be read, and rows can be deleted. */
	isFull = false;
	private readonly ids = new Map<string, number>();
	private lastId = 0;

	/** @param isAlive A process that is dead writes nothing any more. */
	nodeType(description: INodeType['description'], isAlive = () => true): INodeType {
		const execute = (context: IExecuteFunctions) => this.execute(context, isAlive);
		return {
			description: { ...description, credentials: [] },
			async execute() {
				return [execute(this)];
			},
		};
	}

	isSynced(resource: string, eventKey: string): boolean {
		const row = this.rows.get(resource);
		return row?.outcome === 'synced' && row.eventKey === eventKey;
	}

	/** A row as n8n's node gives it. */
	private given(resource: string): IDataObject {
		if (!this.ids.has(resource)) this.ids.set(resource, (this.lastId += 1));
		const row = this.rows.get(resource) ?? {};
		return { id: this.ids.get(resource), updatedAt: '2030-01-01T00:00:00.000Z', ...row };
	}

	private execute(context: IExecuteFunctions, isAlive: () => boolean) {
		const items = context.getInputData();
		if (context.getNodeParameter('resource', 0, 'row') === 'table') return items;
		const operation = context.getNodeParameter('operation', 0);
		return items.flatMap((item, index) => {
			if (!isAlive()) return [item];
			const found = this.matching(context, index);
			const paired = (rows: string[]) =>
				rows.map((row) => ({ json: this.given(row), pairedItem: { item: index } }));
			if (operation === 'get') return paired(found.slice(0, limitOf(context, index)));
			if (operation === 'rowNotExists') return found.length === 0 ? [item] : [];
			if (operation === 'deleteRows') {
				const gone = paired(found);
				found.forEach((resource) => this.rows.delete(resource));
				return gone;
			}
			// n8n's node then hands on what it was given, without a word.
			if (this.isFull && context.continueOnFail()) return [item];
			if (this.isFull) throw new Error(FULL);
			const isNew = operation === 'upsert' && found.length === 0;
			const written = isNew ? [String(item.json.resource)] : found;
			written.forEach((row) => this.rows.set(row, { ...this.rows.get(row), ...item.json }));
			return paired(written);
		});
	}

	/** The resources whose rows meet all conditions, in the order that the node asks for. */
	private matching(context: IExecuteFunctions, index: number): string[] {
		const filters = context.getNodeParameter('filters.conditions', index, []) as Condition[];
		const one = filters.find(
			({ keyName, condition = 'eq' }) => keyName + condition === 'resourceeq',
		);
		const candidates = one ? [String(one.keyValue)] : [...this.rows.keys()];
		const found = candidates.filter(
			(resource) =>
				this.rows.has(resource) &&
				filters.every((condition) => isMet(condition, this.given(resource))),
		);
		if (!context.getNodeParameter('orderBy', index, false)) return found;
		const column = context.getNodeParameter('orderByColumn', index) as string;
		const sign = context.getNodeParameter('orderByDirection', index) === 'ASC' ? 1 : -1;
		const valueOf = (resource: string) => this.given(resource)[column] ?? '';
		return found.sort((a, b) => (valueOf(a) < valueOf(b) ? -sign : sign));
	}
}

function limitOf(context: IExecuteFunctions, index: number): number {
	const wantsAll = context.getNodeParameter('returnAll', index, false) === true;
	return wantsAll ? Infinity : (context.getNodeParameter('limit', index, 50) as number);
}

function isMet({ keyName, condition = 'eq', keyValue }: Condition, row: IDataObject): boolean {
	const value = row[keyName] ?? null;
	if (condition === 'eq') return String(value) === String(keyValue);
	if (condition === 'neq') return String(value) !== String(keyValue);
	if (value === null) return false;
	return condition === 'lt' ? String(value) < String(keyValue) : String(value) > String(keyValue);
}
