import 'reflect-metadata';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import type { IConnections, IDataObject, INode, INodeType, INodeTypes } from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../credentials/AesthetixCrmApi.credentials';
import { ModMedFhirApi } from '../../credentials/ModMedFhirApi.credentials';
import type { Sandbox } from '../../sandbox';
import { openNodeTypes, type NodeTypeOf } from '../../scripts/nodeTypes';
import { credentialsFor } from '../../scripts/testbed';
import type { CredentialStore } from './credentials';
import { surroundings } from './runNode';

export interface TemplateJson {
	id: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IDataObject;
}

export interface TemplateRun {
	/** What came out of each node, its outputs and runs one after the other. */
	items: (nodeName: string) => IDataObject[];
	/** What stopped the workflow, if anything did. */
	error: Error | undefined;
}

export interface RunOptions {
	sandbox: Sandbox;
	/** The trigger to start from; without it the template's first. */
	start?: string;
	/** What the trigger gives. */
	items?: IDataObject[];
	/** Node types by their full name that stand in for n8n's own. */
	stubs?: Record<string, INodeType>;
	/** Where a service is another one than the sandbox's. */
	credentials?: CredentialStore;
}

let nodeTypes: Promise<NodeTypeOf> | undefined;

/** This pack's nodes as they stand and n8n's own, opened once for all tests of a file. */
export async function nodeTypesHere(): Promise<NodeTypeOf> {
	return await (nodeTypes ??= openNodeTypes('source'));
}

export function readTemplate(file: string): TemplateJson {
	const path = join(__dirname, '../../workflows', file);
	return JSON.parse(readFileSync(path, 'utf8')) as TemplateJson;
}

/** Runs a template through n8n's own engine with its real nodes, against the sandbox. */
export async function runTemplate(
	template: TemplateJson,
	options: RunOptions,
): Promise<TemplateRun> {
	const nodeTypeOf = await nodeTypesHere();
	const stubs: Record<string, INodeType> = {
		'n8n-nodes-base.dataTable': passThrough(nodeTypeOf('n8n-nodes-base.dataTable', 1.1)),
		...options.stubs,
	};
	const { items = [{}] } = options;
	const known: INodeTypes = {
		getByName: (type) => nodeTypeOf(type, 1),
		getByNameAndVersion: (type, version = 1) => stubs[type] ?? nodeTypeOf(type, version),
		getKnownTypes: () => ({}),
	};
	const timezone = String(template.settings.timezone);
	const workflow = new Workflow({
		id: template.id,
		name: template.name,
		nodes: template.nodes.map(withCredentialIds),
		connections: template.connections,
		active: false,
		nodeTypes: known,
		settings: { executionOrder: 'v1', timezone },
	});
	const around = surroundings({
		nodeTypes: {},
		timezone,
		credentialTypes: [new ModMedFhirApi(), new AesthetixCrmApi()],
		credentials: {
			...Object.fromEntries(
				credentialsFor(options.sandbox).map(({ type, data }) => [type, { ...data } as never]),
			),
			...options.credentials,
		},
	});
	around.executionId = `template-${(executions += 1)}`;
	const start = options.start ?? template.nodes.find(({ type }) => type.endsWith('Trigger'))?.name;
	const node = workflow.getNode(start ?? '');
	if (!node) throw new Error(`${template.name} has no node ${start}`);
	const data = createRunExecutionData({
		executionData: {
			contextData: {},
			nodeExecutionStack: [
				{
					node,
					data: { main: [items.map((json, item) => ({ json, pairedItem: { item } }))] },
					source: null,
				},
			],
			waitingExecution: {},
			waitingExecutionSource: {},
			metadata: {},
		},
	});
	const run = await new WorkflowExecute(around, 'trigger', data).processRunExecutionData(workflow);
	const { runData, error } = run.data.resultData;
	return {
		items: (name) =>
			(runData[name] ?? []).flatMap((task) =>
				(task.data?.main ?? []).flatMap((output) => (output ?? []).map(({ json }) => json)),
			),
		error,
	};
}

let executions = 0;

/** A data table belongs to n8n's server and not to its engine: here it hands on what it is given. */
function passThrough({ description }: INodeType): INodeType {
	return {
		description: { ...description, credentials: [] },
		async execute() {
			return [this.getInputData()];
		},
	};
}

/** n8n gives a credential its id when a template is imported. */
function withCredentialIds(node: INode): INode {
	const credentials = Object.entries(node.credentials ?? {}).map(([type, { name }]) => [
		type,
		{ id: type, name },
	]);
	return { ...node, credentials: Object.fromEntries(credentials) as INode['credentials'] };
}
