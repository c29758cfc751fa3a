import 'reflect-metadata';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import type { IConnections, IDataObject, INode, INodeType, INodeTypes } from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../credentials/AesthetixCrmApi.credentials';
import { ModMedFhirApi } from '../../credentials/ModMedFhirApi.credentials';
import type { Sandbox } from '../../sandbox';
import type { NodeTypeOf } from '../../scripts/nodeTypes';
import { credentialsFor } from '../../scripts/stage';
import { surroundings } from '../support/runNode';

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
	nodeTypeOf: NodeTypeOf;
	/** The trigger to start from. */
	start: string;
	/** What the trigger gives. */
	items?: IDataObject[];
	/** Node types by their full name that stand in for n8n's own. */
	stubs?: Record<string, INodeType>;
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
	const { nodeTypeOf, stubs = {}, start, items = [{}] } = options;
	const nodeTypes: INodeTypes = {
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
		nodeTypes,
		settings: { executionOrder: 'v1', timezone },
	});
	const around = surroundings({
		nodeTypes: {},
		timezone,
		credentialTypes: [new ModMedFhirApi(), new AesthetixCrmApi()],
		credentials: Object.fromEntries(
			credentialsFor(options.sandbox).map(({ type, data }) => [type, { ...data } as never]),
		),
	});
	around.executionId = `template-${(executions += 1)}`;
	const node = workflow.getNode(start);
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

/** n8n gives a credential its id when a template is imported. */
function withCredentialIds(node: INode): INode {
	const credentials = Object.entries(node.credentials ?? {}).map(([type, { name }]) => [
		type,
		{ id: type, name },
	]);
	return { ...node, credentials: Object.fromEntries(credentials) as INode['credentials'] };
}
