import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { IConnections, IDataObject, INode, INodeType, IRun } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../credentials/AesthetixCrmApi.credentials';
import { ModMedFhirApi } from '../../credentials/ModMedFhirApi.credentials';
import { AesthetixCrm } from '../../nodes/AesthetixCrm/AesthetixCrm.node';
import { CategoryMapper } from '../../nodes/CategoryMapper/CategoryMapper.node';
import { ModMed } from '../../nodes/ModMed/ModMed.node';
import { locateHost } from '../../scripts/n8n/locate';
import type { CredentialStore } from './credentials';
import { runWorkflow } from './runNode';

interface TemplateFile {
	nodes: INode[];
	connections: IConnections;
	settings?: { timezone?: string };
}

interface Versioned {
	getNodeType(version: number): INodeType;
}

/** What a template writes into n8n's data tables: they belong to n8n's server, not to its engine. */
const dataTable: INodeType = {
	description: {
		displayName: 'Data table',
		name: 'dataTable',
		group: ['transform'],
		version: 1.1,
		description: '',
		defaults: { name: 'Data table' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** n8n's own plain nodes, from the n8n the pack is run in. */
async function plainNodes(): Promise<Record<string, INodeType>> {
	const { root } = await locateHost();
	const load = createRequire(join(root, 'package.json'));
	const type = <T>(folder: string, name = folder): T => {
		const file = load(`n8n-nodes-base/dist/nodes/${folder}/${name}.node.js`) as Record<
			string,
			new () => T
		>;
		const Node = file[name];
		if (!Node) throw new Error(`n8n has no node ${name}`);
		return new Node();
	};
	return {
		if: type<Versioned>('If').getNodeType(2.3),
		set: type<Versioned>('Set').getNodeType(3.4),
		stopAndError: type<INodeType>('StopAndError'),
		stickyNote: type<INodeType>('StickyNote'),
		dataTable,
	};
}

/** Runs a template in this process, with these items in the place of its trigger. */
export async function runTemplate(
	{ nodes, connections, settings }: TemplateFile,
	events: IDataObject[],
	credentials: CredentialStore,
): Promise<IRun> {
	const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
	if (!trigger) throw new Error('The template has no trigger.');
	const source = {
		...trigger,
		type: 'n8n-nodes-modmed-aesthetix.items',
		parameters: { items: JSON.stringify(events) },
		credentials: undefined,
	};
	const rest = nodes
		.filter((node) => node !== trigger)
		.map((node) => ({ ...node, credentials: bound(node) }));
	return await runWorkflow([source, ...rest], connections, {
		nodeTypes: {
			modMed: new ModMed(),
			aesthetixCrm: new AesthetixCrm(),
			categoryMapper: new CategoryMapper(),
			...(await plainNodes()),
		},
		credentialTypes: [new ModMedFhirApi(), new AesthetixCrmApi()],
		credentials,
		timezone: settings?.timezone,
	});
}

/** As an import does it: each credential by its name. */
function bound({ credentials = {} }: INode): INode['credentials'] {
	const entries = Object.entries(credentials).map(([type, { name }]) => [type, { id: name, name }]);
	return Object.fromEntries(entries) as INode['credentials'];
}

/** The items that came out of a node of a run, all its runs and outputs together. */
export function itemsOf(run: IRun, node: string): IDataObject[] {
	const runs = run.data.resultData.runData[node] ?? [];
	return runs.flatMap(({ data }) =>
		(data?.main ?? []).flatMap((o) => (o ?? []).map((i) => i.json)),
	);
}
