import type { IDataObject, INode } from 'n8n-workflow';

import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';

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
	const { resultData } = (await n8n.records.executionData(executionId)) as {
		resultData: { runData: Record<string, Task[]>; error?: { message: string } };
	};
	const outputs = (resultData.runData[nodeName] ?? []).flatMap((task) => task.data?.main ?? []);
	const items = outputs.flatMap((output) => (output ?? []).map(({ json }) => json));
	return { items, message: resultData.error?.message ?? '' };
}
