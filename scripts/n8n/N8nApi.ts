import type { IDataObject, INode } from 'n8n-workflow';

import type { Session } from './session';
import { waitUntil } from './wait';

const ACTIVATION_MS = 90_000;
const RUN_MS = 120_000;

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	startedAt: string;
	stoppedAt?: string;
}

export interface StoredWorkflow {
	id: string;
	name: string;
	active: boolean;
	versionId: string;
	nodes: INode[];
	connections: IDataObject;
	settings?: IDataObject;
}

interface Publication {
	status: string;
	triggers: Array<{ status: string; errorMessage: string | null }>;
}

interface DataTable {
	id: string;
	projectId: string;
	name: string;
}

/** The parts of n8n's internal REST API that tests and the demo use. */
export class N8nApi {
	constructor(private readonly session: Session) {}

	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.session.rest('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		await this.activated(workflowId);
	}

	/** Waits until the triggers of a published workflow are active: a polling trigger has polled once. */
	async activated(workflowId: string): Promise<void> {
		await waitUntil(
			async () => {
				const path = `/rest/workflows/${workflowId}/publication-status`;
				const { status, triggers } = await this.session.rest<Publication>('GET', path);
				const refused = triggers.find((trigger) => trigger.status === 'failed');
				if (refused) {
					throw new Error(`The trigger of ${workflowId} did not start: ${refused.errorMessage}`);
				}
				return status !== 'in_progress';
			},
			{ for: `workflow ${workflowId} to become active`, within: ACTIVATION_MS },
		);
	}

	/** Presses "Execute workflow" at one of its triggers and waits for the end. */
	async runByHand(workflowId: string, trigger: string): Promise<void> {
		const workflowData = { ...(await this.workflow(workflowId)) } as unknown as IDataObject;
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		const path = `/rest/workflows/${workflowId}/run`;
		const { executionId } = await this.session.rest<{ executionId: string }>('POST', path, body);
		await waitUntil(async () => !(await this.isRunning(executionId)), {
			for: `${trigger} of ${workflowId} to come to its end`,
			within: RUN_MS,
		});
	}

	/** n8n forgets a finished run that it does not save. */
	private async isRunning(executionId: string): Promise<boolean> {
		const path = `/rest/executions/${executionId}`;
		const execution = await this.session.rest<ExecutionSummary | undefined>('GET', path);
		return ['new', 'running', 'waiting'].includes(execution?.status ?? '');
	}

	/** Edits the nodes of a workflow, as in the editor, and publishes it again. */
	async edit(workflowId: string, change: (node: INode) => INode): Promise<void> {
		const { nodes } = await this.workflow(workflowId);
		await this.change(workflowId, { nodes: nodes.map(change) as unknown as IDataObject[] });
	}

	/** Changes any property of a workflow, such as its settings, and publishes it again. */
	async change(workflowId: string, changes: IDataObject): Promise<void> {
		const workflow = await this.workflow(workflowId);
		const { versionId } = await this.session.rest<StoredWorkflow>(
			'PATCH',
			`/rest/workflows/${workflowId}`,
			{ ...changes, versionId: workflow.versionId },
		);
		await this.session.rest('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		await this.activated(workflowId);
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.session.rest<StoredWorkflow>('GET', `/rest/workflows/${id}`);
	}

	/** Newest first. Successful executions that the workflow does not save are missing. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.session.rest<{ results: ExecutionSummary[] }>(
			'GET',
			`/rest/executions?limit=100&filter=${filter}`,
		);
		return results;
	}

	/** An execution's run data: the output of each node. */
	async executionData(id: string): Promise<IDataObject> {
		const { data } = await this.session.rest<{ data: string }>('GET', `/rest/executions/${id}`);
		return unflatten(data);
	}

	/** The rows of a Data Table; empty if the table does not exist yet. */
	async dataTable(name: string): Promise<IDataObject[]> {
		const path = await this.dataTableOf(name);
		if (path === undefined) return [];
		const rows = await this.session.rest<{ data: IDataObject[] }>('GET', `${path}/rows?take=1000`);
		return rows.data;
	}

	/** The REST path of a Data Table. */
	async dataTableOf(name: string): Promise<string | undefined> {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const tables = await this.session.rest<{ data: DataTable[] }>(
			'GET',
			`/rest/data-tables-global?filter=${filter}`,
		);
		const table = tables.data.find((candidate) => candidate.name === name);
		return table && `/rest/projects/${table.projectId}/data-tables/${table.id}`;
	}
}

/** n8n sends run data as one flat list in which a string is the index of another entry. */
function unflatten(text: string): IDataObject {
	const list = JSON.parse(text) as unknown[];
	const done = new Map<string, unknown>();
	const at = (position: unknown): unknown => {
		if (typeof position !== 'string') return position;
		if (done.has(position)) return done.get(position);
		const value = list[Number(position)];
		if (typeof value !== 'object' || value === null) return value;
		const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
		done.set(position, copy);
		for (const [key, inner] of Object.entries(value)) Reflect.set(copy, key, at(inner));
		return copy;
	};
	return at('0') as IDataObject;
}
