import 'reflect-metadata';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';

import type { CredentialStore } from './credentials';
import { TestCredentials } from './credentials';

/** Gives the items of the parameter `items`: the start of every test workflow. */
const itemSource: INodeType = {
	description: {
		displayName: 'Items',
		name: 'items',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Items' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
	},
	async execute() {
		const items = JSON.parse(String(this.getNodeParameter('items', 0))) as IDataObject[];
		return [items.map((json, item) => ({ json, pairedItem: { item } }))];
	},
};

/** The node types of a test, by the last part of their name. */
export class TestNodeTypes implements INodeTypes {
	constructor(private readonly types: Record<string, INodeType>) {}

	getByName(type: string): INodeType {
		return this.getByNameAndVersion(type);
	}

	getByNameAndVersion(type: string): INodeType {
		const found = { items: itemSource, ...this.types }[type.split('.').pop() ?? ''];
		if (!found) throw new Error(`No node type ${type}`);
		return found;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

export interface Surroundings {
	nodeTypes: Record<string, INodeType>;
	credentialTypes?: ICredentialType[];
	credentials?: CredentialStore;
	timezone?: string;
}

/** What n8n gives a workflow beside its nodes. */
export function surroundings(options: Surroundings): IWorkflowExecuteAdditionalData {
	const credentialsHelper = new TestCredentials(
		options.credentialTypes ?? [],
		options.credentials ?? {},
	);
	// Only what running a node needs: the rest belongs to n8n's server.
	return {
		credentialsHelper,
		executionId: 'test',
		restApiUrl: 'http://n8n.test',
		instanceBaseUrl: 'http://n8n.test',
		webhookBaseUrl: 'http://n8n.test',
		webhookWaitingBaseUrl: 'http://n8n.test',
		webhookTestBaseUrl: 'http://n8n.test',
		formWaitingBaseUrl: 'http://n8n.test',
		currentNodeParameters: undefined,
		variables: {},
		setExecutionStatus: () => undefined,
		logAiEvent: () => undefined,
		hooks: new ExecutionLifecycleHooks('internal', 'test', {
			id: 'test',
			name: 'Test',
			active: false,
			activeVersionId: null,
			isArchived: false,
			nodes: [],
			connections: {},
			createdAt: new Date(0),
			updatedAt: new Date(0),
		}),
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Runs a whole workflow of the node types given through n8n's own engine. */
export async function runWorkflow(
	nodes: INode[],
	connections: IConnections,
	options: Surroundings,
): Promise<IRun> {
	const nodeTypes = new TestNodeTypes(options.nodeTypes);
	const workflow = new Workflow({
		id: 'test',
		name: 'Test',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'America/New_York' },
	});
	const execute = new WorkflowExecute(surroundings(options), 'trigger', createRunExecutionData({}));
	const startNode = nodes[0];
	return await execute.run({ workflow, ...(startNode && { startNode }) });
}

export interface NodeRun {
	/** The items of the node's first output. */
	output: INodeExecutionData[];
	/** What stopped the workflow, if anything did. */
	error: (Error & { description?: string | null; context?: IDataObject }) | undefined;
	run: IRun;
}

/** Runs one node for some items, with the parameters as somebody would have set them. */
export async function runNode(
	type: string,
	parameters: INode['parameters'],
	items: IDataObject[],
	options: Surroundings & { node?: Partial<INode> },
): Promise<NodeRun> {
	const credentials = Object.fromEntries(
		Object.keys(options.credentials ?? {}).map((name) => [name, { id: '1', name }]),
	);
	const source = nodeOf('Items', 'items', { items: JSON.stringify(items) });
	const node = { ...nodeOf('Node', type, parameters), credentials, ...options.node };
	const connections: IConnections = {
		Items: { main: [[{ node: 'Node', type: NodeConnectionTypes.Main, index: 0 }]] },
	};
	const run = await runWorkflow([source, node], connections, options);
	const { runData, error } = run.data.resultData;
	const output = runData.Node?.[0]?.data?.main?.[0] ?? [];
	return { output, error: error as NodeRun['error'], run };
}

/** A node as it stands in a workflow. */
export function nodeOf(name: string, type: string, parameters: INode['parameters']): INode {
	return {
		id: `id-${name}`,
		name,
		type: `n8n-nodes-modmed-aesthetix.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
}

export { NodeHelpers };
