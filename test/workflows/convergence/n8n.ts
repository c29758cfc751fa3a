import type { IDataObject, INode } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import type { SheetRow } from '../../../scripts/templates';
import { withoutWait } from '../../../scripts/templates';
import { FakeLedger } from '../../support/fakeLedger';
import { PollHarness } from '../../support/pollHarness';
import { nodeTypesHere, readTemplate, runTemplate } from '../../support/runTemplate';
import { sandboxCredential } from '../../support/sandboxCredential';

const DATA_TABLE = 'n8n-nodes-base.dataTable';

interface Change {
	id: string;
	key: string;
	lastUpdated: string;
}

/** An n8n with the sync published: real trigger, real template, and a process that may die. */
export class TestN8n {
	readonly ledger = new FakeLedger();

	/** Appointments that the trigger was not alone with. */
	readonly caughtUp = new Set<string>();

	private readonly poller: PollHarness;

	private readonly template = readTemplate('01-sync-appointments.json');

	/** Counts the lives of the process: what an earlier one began comes to nothing. */
	private life = 0;

	private isDead = false;

	private readonly underWay = new Set<Promise<unknown>>();

	constructor(
		private readonly sandbox: Sandbox,
		private readonly sheet: () => SheetRow[],
	) {
		this.poller = new PollHarness({}, sandboxCredential(sandbox));
		this.poller.outcome = (items) => {
			const execution = this.poller.executions.at(-1);
			const { life } = this;
			this.track(
				this.run(items).then((succeeded) => {
					if (life === this.life) execution?.finish(succeeded ? 'success' : 'error');
				}),
			);
			return undefined;
		};
	}

	async publish(): Promise<void> {
		await this.poller.activate();
	}

	/** A poll with everything it starts; a process that dies meanwhile is started again. */
	async poll(): Promise<void> {
		const { life } = this;
		const poll = this.poller.tick();
		this.track(poll);
		while (this.underWay.size > 0 && life === this.life) {
			await Promise.race([...this.underWay, new Promise((done) => setTimeout(done, 5))]);
		}
		if (this.isDead) await this.startAgain();
	}

	/** From now on the process does nothing any more, whatever it was about. */
	die(): void {
		this.life += 1;
		this.isDead = true;
		this.sandbox.faults.clear();
		for (const service of ['crm', 'modmed'] as const) {
			this.sandbox.faults.add({ service, times: 0, action: { kind: 'refuse' } });
		}
	}

	/** As Catch up does: those that the ledger does not call synced, once more. */
	async catchUp(changes: Change[]): Promise<void> {
		await this.handOver(
			changes.filter(({ id, key }) => !this.ledger.isSynced(`Appointment/${id}`, key)),
		);
	}

	/** These of the appointments, as they are now, whether they are synced or not. */
	async handOver(events: Change[]): Promise<void> {
		if (events.length === 0) return;
		events.forEach(({ id }) => this.caughtUp.add(id));
		const items = events.map((event) => ({
			...event,
			event: 'appointmentChanged',
			resourceType: 'Appointment',
			lookFirst: true,
			attempt: 3,
		}));
		const run = this.run(items, 'Handed over by Catch up');
		this.track(run);
		await run;
		if (this.isDead) await this.startAgain();
	}

	/** Every appointment with the key of the event that it would be. */
	changes: () => Change[] = () => [];

	/** What is younger than half an hour Catch up leaves to the sync. */
	oldChanges(): Change[] {
		const old = new Date(Date.now() - 1_800_000).toISOString();
		return this.changes().filter(({ lastUpdated }) => lastUpdated < old);
	}

	/** Whether the execution has succeeded. */
	private async run(items: IDataObject[], start?: string): Promise<boolean> {
		const { life } = this;
		const nodeTypeOf = await nodeTypesHere();
		const { description } = nodeTypeOf(DATA_TABLE, 1.1);
		const { error } = await runTemplate(this.withSheet(), {
			sandbox: this.sandbox,
			items,
			...(start !== undefined && { start }),
			stubs: { [DATA_TABLE]: this.ledger.nodeType(description, () => life === this.life) },
		});
		return error === undefined;
	}

	private withSheet() {
		const mappings = { mapping: this.sheet().map((row) => ({ ...row })) };
		const nodes: INode[] = this.template.nodes.map((node) =>
			node.type.endsWith('.categoryMapper')
				? { ...node, parameters: { ...node.parameters, mappings } }
				: withoutWait(node),
		);
		return { ...this.template, nodes };
	}

	private track(work: Promise<unknown>): void {
		const settled: Promise<unknown> = work.catch(() => undefined);
		this.underWay.add(settled);
		void settled.then(() => this.underWay.delete(settled));
	}

	/** Only what n8n had saved is left. What the dead process had begun is let come to its end first. */
	private async startAgain(): Promise<void> {
		this.isDead = false;
		const former = [...this.underWay];
		this.poller.restart();
		for (const execution of this.poller.executions) {
			if (execution.status === undefined) execution.finish('crashed');
		}
		await Promise.all(former);
		this.sandbox.faults.clear();
		await this.poller.activate();
	}
}
