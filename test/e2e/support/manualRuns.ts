import type { IDataObject, INode } from 'n8n-workflow';

import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';
import { TEMPLATES } from './templates';

export interface EditedWorkflow extends IDataObject {
	versionId: string;
	settings: IDataObject;
	nodes: INode[];
}

interface Task {
	data?: { main?: Array<Array<{ json: IDataObject }> | null> };
}

/** Changes and saves a workflow as the editor does, without publishing it. */
export async function editWorkflow(
	n8n: N8nHost,
	id: string,
	change: (workflow: EditedWorkflow) => void,
): Promise<void> {
	const workflow = await n8n.rest<EditedWorkflow>('GET', `/rest/workflows/${id}`);
	change(workflow);
	const { nodes, settings, versionId, name, connections } = workflow;
	const body = { nodes, settings, versionId, name, connections } as unknown as IDataObject;
	await n8n.rest('PATCH', `/rest/workflows/${id}`, body);
}

/** Makes n8n keep manual executions, so that `runAndRead` can read them. */
export function saveManualRuns({ settings }: EditedWorkflow): void {
	Object.assign(settings, {
		saveManualExecutions: true,
		saveDataSuccessExecution: 'all',
		saveDataErrorExecution: 'all',
		redactionPolicy: 'none',
	});
}

/** Runs a workflow by hand and returns a node's output, and the error that stopped it, if any. */
export async function runAndRead(
	n8n: N8nHost,
	id: string,
	trigger: string,
	nodeName: string,
): Promise<{ items: IDataObject[]; message: string }> {
	const { executionId } = await n8n.rest<{ executionId: string }>(
		'POST',
		`/rest/workflows/${id}/run`,
		{ triggerToStartFrom: { name: trigger } },
	);
	await waitUntil(
		async () => {
			const path = `/rest/executions/${executionId}`;
			const { status } = await n8n.rest<{ status: string }>('GET', path);
			return !['new', 'running', 'waiting'].includes(status);
		},
		{ for: `${id} to run`, within: 120_000, otherwise: () => n8n.logTail() },
	);
	const { resultData } = (await n8n.api.executionData(executionId)) as {
		resultData: { runData: Record<string, Task[]>; error?: { message: string } };
	};
	const outputs = (resultData.runData[nodeName] ?? []).flatMap((task) => task.data?.main ?? []);
	const items = outputs.flatMap((output) => (output ?? []).map(({ json }) => json));
	return { items, message: resultData.error?.message ?? '' };
}

/** Gives the node of Verify locks that reads n8n's workflows an API key, as an implementer does. */
export async function connectVerifyLocks(n8n: N8nHost): Promise<void> {
	const { rawApiKey } = await n8n.rest<{ rawApiKey: string }>('POST', '/rest/api-keys', {
		label: 'Verify locks',
		expiresAt: null,
		scopes: ['workflow:read'],
	});
	const { id } = await n8n.rest<{ id: string }>('POST', '/rest/credentials', {
		name: 'n8n API',
		type: 'n8nApi',
		data: { apiKey: rawApiKey, baseUrl: `${n8n.url}/api/v1` },
	});
	await editWorkflow(n8n, TEMPLATES.verifyLocks, (workflow) => {
		saveManualRuns(workflow);
		const reader = nodeIn(workflow, ({ type }) => type === 'n8n-nodes-base.n8n');
		reader.credentials = { n8nApi: { id, name: 'n8n API' } };
	});
}

/** The node of a workflow that is wanted; it is an error when there is none. */
export function nodeIn({ nodes }: EditedWorkflow, isWanted: (node: INode) => boolean): INode {
	const node = nodes.find(isWanted);
	if (!node) throw new Error('The workflow has no such node.');
	return node;
}
