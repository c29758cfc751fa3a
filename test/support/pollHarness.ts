import 'reflect-metadata';

import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	IHttpRequestOptions,
	IPollFunctions,
	INode,
	INodeExecutionData,
	IRun,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { modMedSurroundings, practiceCredential } from './practice';
import type { Surroundings } from './runNode';
import { nodeOf, surroundings, TestNodeTypes } from './runNode';

type Done = Parameters<IPollFunctions['__emit']>[2];

/** One execution the trigger has started. */
export interface Execution {
	items: IDataObject[];
	/** Undefined while it is running. */
	status?: IRun['status'];
	finish: (ending: Ending) => void;
}

/** How an execution ends: as n8n reports it, or its status alone. */
export type Ending = IRun['status'] | Pick<IRun, 'status' | 'data'>;

/** A trigger's type and what n8n gives it. */
export interface TriggerUnderTest extends Surroundings {
	type: string;
	/** Two triggers of one process need workflows of their own. */
	workflowId?: string;
}

function modMedTrigger(credential: Record<string, string>): TriggerUnderTest {
	const surrounded = modMedSurroundings(credential as ReturnType<typeof practiceCredential>);
	return { type: 'modMedTrigger', ...surrounded };
}

/**
 * A published workflow with a trigger, by default ModMed's, polled as n8n does: through its own PollContext,
 * and with static data saved only when an execution is started and after the activation.
 */
export class PollHarness {
	readonly executions: Execution[] = [];

	readonly errors: Error[] = [];

	/** What becomes of an execution. `undefined` leaves it running. */
	outcome: (items: IDataObject[]) => Ending | undefined = () => 'success';

	budgetMs = 300_000;

	/** In queue mode an execution is a job. */
	hasWorkers = false;

	/** Answers requests in place of the network. */
	request?: (options: IHttpRequestOptions) => Promise<unknown>;

	workflowId: string;

	settings: IWorkflowSettings = { timezone: 'America/New_York' };

	/** The static data in n8n's database. */
	saved: IDataObject = {};

	/** n8n saves static data beside the execution it starts: where that fails, it logs it and goes on. */
	savingFails = false;

	private readonly options: Surroundings;

	private node: INode;

	private workflow: Workflow;

	/** n8n calls every poll of a registration with the same context. */
	private registered?: PollContext;

	constructor(
		parameters: INode['parameters'] = {},
		credential: Record<string, string> = practiceCredential(),
		{ type, workflowId = 'workflow-1', ...options }: TriggerUnderTest = modMedTrigger(credential),
	) {
		this.options = options;
		this.workflowId = workflowId;
		const bound = Object.keys(options.credentials ?? {}).map((name) => [name, { id: '1', name }]);
		this.node = { ...nodeOf('Trigger', type, parameters), credentials: Object.fromEntries(bound) };
		this.workflow = this.load();
	}

	/** The first poll, by which n8n tests the trigger when the workflow is published or n8n starts. */
	async activate(): Promise<INodeExecutionData[][] | null> {
		const result = await this.tick();
		this.save();
		return result;
	}

	async tick(mode: WorkflowExecuteMode = 'trigger'): Promise<INodeExecutionData[][] | null> {
		const nodeType = this.options.nodeTypes[this.node.type.split('.').pop() ?? ''];
		const context =
			mode === 'manual' ? this.contextFor(mode) : (this.registered ??= this.contextFor(mode));
		return (await nodeType?.poll?.call(context)) ?? null;
	}

	private contextFor(mode: WorkflowExecuteMode): PollContext {
		const context = new PollContext(
			this.workflow,
			this.node,
			surroundings(this.options),
			mode,
			'update',
			mode === 'manual' ? undefined : (data, _response, done) => this.emit(data, done),
			mode === 'manual' ? undefined : (error) => void this.errors.push(error),
			undefined,
			undefined,
			undefined,
			() => this.budgetMs,
		);
		const { request } = this;
		if (request) {
			context.helpers.httpRequestWithAuthentication = async (_type, options) =>
				await request(options);
		}
		return context;
	}

	/** Somebody enters something else in the credential. */
	enter(data: Record<string, string>): void {
		const [type = ''] = Object.keys(this.options.credentials ?? {});
		this.options.credentials = { [type]: data };
		this.registered = undefined;
	}

	/** The process is killed and started again: only the database is left. */
	restart(): void {
		resetProcessMemory();
		this.register();
	}

	/** The workflow is published once more. */
	register(): void {
		this.registered = undefined;
		this.workflow = this.load();
	}

	/** Somebody gives the trigger another name and publishes: n8n keeps static data by name. */
	rename(name: string): void {
		this.node = { ...this.node, name };
		this.register();
	}

	/** Every event delivered so far, in order. */
	get delivered(): IDataObject[] {
		return this.executions.flatMap(({ items }) => items);
	}

	/** Every event whose execution has succeeded, in order. */
	get done(): IDataObject[] {
		return this.executions
			.filter(({ status }) => status === 'success')
			.flatMap(({ items }) => items);
	}

	get state(): IDataObject {
		const event = String(this.node.parameters.event ?? 'appointmentChanged');
		return deepCopy(this.workflow.getStaticData('node', this.node)[event] as IDataObject);
	}

	/** Whether n8n would write the static data into its database after this poll. */
	get isSaveDue(): boolean {
		return this.workflow.staticData.__dataChanged === true;
	}

	private emit(data: INodeExecutionData[][], done?: Done): void {
		this.save();
		const items = (data[0] ?? []).map(({ json }) => json);
		const execution: Execution = {
			items,
			finish: (ending) => {
				const run = typeof ending === 'string' ? { status: ending } : ending;
				execution.status = run.status;
				done?.resolve({ ...run, ...(this.hasWorkers && { jobId: '1' }) } as IRun);
			},
		};
		this.executions.push(execution);
		const ending = this.outcome(items);
		if (ending) execution.finish(ending);
	}

	private save(): void {
		if (this.savingFails) return;
		this.saved = deepCopy(this.workflow.staticData);
		this.workflow.staticData.__dataChanged = false;
	}

	private load(): Workflow {
		return new Workflow({
			id: this.workflowId,
			name: 'Sync',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes: new TestNodeTypes(this.options.nodeTypes),
			staticData: deepCopy(this.saved),
			settings: this.settings,
		});
	}
}
