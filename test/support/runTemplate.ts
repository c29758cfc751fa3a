import 'reflect-metadata';

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import type {
	ExecuteWorkflowData,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
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
	/** What came out of each node, its outputs and runs one after the other, sub-workflows included. */
	items: (nodeName: string) => IDataObject[];
	/** What stopped the workflow, if anything did. */
	error: Error | undefined;
	/** The outputs of the node that ran last. */
	lastOutput: Array<INodeExecutionData[] | null>;
	data: IRunExecutionData;
	/** What n8n would write into its database of this run, sub-workflows included. */
	stored: string;
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
	/** What somebody has changed in the templates that this one calls. */
	adapt?: (template: TemplateJson) => TemplateJson;
	/** Unix time in milliseconds at which n8n ends it, whatever its own timeout allows. */
	endsAt?: number;
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

/** The template that n8n knows by this id. */
function templateById(id: string): TemplateJson {
	const folder = join(__dirname, '../../workflows');
	const files = readdirSync(folder).filter((file) => /^\d\d-.*\.json$/.test(file));
	const found = files.map(readTemplate).find((template) => template.id === id);
	if (!found) throw new Error(`No template has the id ${id}`);
	return found;
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
		settings: template.settings,
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
	const endsAt = endOf(template, options);
	around.executionTimeoutTimestamp = endsAt;
	const called: TemplateRun[] = [];
	letCallTemplates(around, { ...options, endsAt }, called);
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
	const mode = node.type.endsWith('.manualTrigger') ? 'manual' : 'trigger';
	const run = await new WorkflowExecute(around, mode, data).processRunExecutionData(workflow);
	const { runData, error, lastNodeExecuted = '' } = run.data.resultData;
	return {
		items: (name) => [
			...(runData[name] ?? []).flatMap((task) =>
				(task.data?.main ?? []).flatMap((output) => (output ?? []).map(({ json }) => json)),
			),
			...called.flatMap(({ items: itemsOf }) => itemsOf(name)),
		],
		error,
		lastOutput: runData[lastNodeExecuted]?.at(-1)?.data?.main ?? [],
		data: run.data,
		stored: [run.data, ...called.map(({ data: ofCalled }) => ofCalled)]
			.map((one) => JSON.stringify(one))
			.join('\n'),
	};
}

/** A workflow ends at its timeout, and one that is called ends with its caller at the latest. */
function endOf({ settings }: TemplateJson, { endsAt = Infinity }: RunOptions): number {
	return Math.min(endsAt, Date.now() + Number(settings.executionTimeout) * 1000);
}

/** What n8n's server does for Execute Workflow: runs the template with that id, errors and all. */
function letCallTemplates(
	around: IWorkflowExecuteAdditionalData,
	options: RunOptions,
	called: TemplateRun[],
): void {
	const runs = new Map<string, IRunExecutionData>();
	around.getRunExecutionData = async (executionId) => runs.get(executionId);
	around.executeWorkflow = async ({ id = '' }, _, { inputData = [] }) => {
		const template = (options.adapt ?? ((same) => same))(templateById(id));
		const isStart = ({ type }: INode) => type.endsWith('.executeWorkflowTrigger');
		const start = template.nodes.find(isStart)?.name;
		const items = inputData.map(({ json }) => json);
		const run = await runTemplate(template, { ...options, start, items });
		called.push(run);
		if (run.error) throw run.error;
		const executionId = `called-${runs.size}`;
		runs.set(executionId, run.data);
		return { executionId, data: run.lastOutput } satisfies ExecuteWorkflowData;
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
