import type { IDataObject, INode, INodeType } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../../credentials/AesthetixCrmApi.credentials';
import { AesthetixCrmTrigger } from '../../../nodes/AesthetixCrm/AesthetixCrmTrigger.node';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { practiceSheet } from '../../../scripts/demo/sheet';
import { credentialsFor } from '../../../scripts/testbed';
import type { CredentialStore } from '../../support/credentials';
import { PollHarness } from '../../support/pollHarness';
import { readTemplate, runTemplate, type TemplateJson } from '../../support/runTemplate';
import { modMedSurroundings } from '../../support/practice';
import { Ledger } from './ledger';

const PUBLISHED: Array<[file: string, trigger: string]> = [
	['02-sync-patients.json', 'Patient changed in ModMed'],
	['01-sync-appointments.json', 'Appointment changed in ModMed'],
	['03-sync-charges.json', 'Charge posted in ModMed'],
	['04-create-patient.json', 'Contact tagged ModMed Create'],
	['05-copy-birthday.json', 'Last Visit Date changed'],
	['05-copy-birthday.json', 'ModMed Birthday changed'],
];

interface Published {
	file: string;
	template: TemplateJson;
	trigger: string;
	poller: PollHarness;
}

/** A practice and a CRM location with all templates published, n8n's server apart. */
export class World {
	readonly ledger = new Ledger();

	private published: Published[] = [];

	private readonly credentials: CredentialStore;

	private stubs: Record<string, INodeType> = {};

	private constructor(readonly sandbox: Sandbox) {
		this.credentials = Object.fromEntries(
			credentialsFor(sandbox).map(({ type, data }) => [type, { ...data } as never]),
		);
	}

	/** @param now The time of the world: it only goes on where it is told to. */
	static async begin(now: Date): Promise<World> {
		const sandbox = await startSandbox({ seed: 'empty', now: () => now });
		const world = new World(sandbox);
		world.stubs = { 'n8n-nodes-base.dataTable': await world.ledger.nodeType() };
		return world;
	}

	/** Whatever a template's run by hand gives in the end. */
	async run(file: string, start: string, last: string): Promise<IDataObject[]> {
		const run = await this.runTemplate(mapped(readTemplate(file)), start, [{}]);
		if (run.error) throw run.error;
		return run.items(last);
	}

	async publish(): Promise<void> {
		this.published = PUBLISHED.map(([file, trigger]) => this.publishedFrom(file, trigger));
		for (const { poller } of this.published) await poller.activate();
	}

	/** The triggers of these templates poll, and what they give runs through the templates. */
	async poll(...templates: string[]): Promise<void> {
		for (const { file, poller } of this.published) {
			if (templates.some((start) => file.startsWith(start))) await poller.tick();
		}
	}

	/** What the triggers could not do, in words. */
	get errors(): string[] {
		return this.published.flatMap(({ poller }) => poller.errors.map(({ message }) => message));
	}

	/** What changed in the last half hour is not left to the sync here: no time passes. */
	async catchUp(): Promise<void> {
		const text = JSON.stringify(readTemplate('06-catch-up.json'));
		const early = text.replaceAll('$now.minus({ minutes: 30 })', '$now.plus({ hours: 1 })');
		const { error } = await this.runTemplate(JSON.parse(early) as TemplateJson, 'By hand', [{}]);
		if (error) throw error;
	}

	/** The last event of everything is delivered once more. Answers what was written to the CRM by it. */
	async deliverAgain(): Promise<string[]> {
		const { journal } = this.sandbox;
		const after = journal.entries().at(-1)?.id;
		for (const { template, trigger, poller } of this.published) {
			const last = new Map(poller.delivered.map((item) => [item.id, item]));
			const again = [...last.values()].map((item) => ({ ...item, lookFirst: true, attempt: 2 }));
			const { error } = await this.runTemplate(template, trigger, again);
			if (error) throw error;
		}
		return journal
			.entries({ after })
			.filter(({ method, path }) => method !== 'GET' && !/\/(search|grant)$/.test(path))
			.map(({ method, path }) => `${method} ${path}`);
	}

	async end(): Promise<void> {
		await this.sandbox.stop();
	}

	private publishedFrom(file: string, trigger: string): Published {
		const template = mapped(readTemplate(file));
		const node = template.nodes.find(({ name }) => name === trigger);
		const type = node?.type.split('.').pop() ?? '';
		const workflowId = `${this.sandbox.crm.url} ${template.id} ${trigger}`;
		const surroundings =
			type === 'modMedTrigger'
				? modMedSurroundings(this.credentials.modMedFhirApi as never)
				: {
						nodeTypes: { aesthetixCrmTrigger: new AesthetixCrmTrigger() },
						credentialTypes: [new AesthetixCrmApi()],
						credentials: { aesthetixCrmApi: this.credentials.aesthetixCrmApi as never },
					};
		const poller = new PollHarness(node?.parameters, undefined, {
			type,
			workflowId,
			...surroundings,
		});
		poller.outcome = (items) => {
			const execution = poller.executions.at(-1);
			const finish = (error: unknown) => execution?.finish(error ? 'error' : 'success');
			void this.runTemplate(template, trigger, items).then(({ error }) => finish(error), finish);
			return undefined;
		};
		return { file, template, trigger, poller };
	}

	private async runTemplate(template: TemplateJson, start: string, items: IDataObject[]) {
		const { sandbox, stubs, credentials } = this;
		return await runTemplate(template, {
			sandbox,
			start,
			items,
			stubs,
			credentials,
			adapt: mapped,
		});
	}
}

/** The template with the practice's sheet in its Category Mapper, where it has one. */
function mapped(template: TemplateJson): TemplateJson {
	const mappings = { mapping: practiceSheet().map((row) => ({ ...row })) };
	const withSheet = (node: INode): INode =>
		node.type.endsWith('.categoryMapper')
			? { ...node, parameters: { ...node.parameters, mappings } }
			: node;
	return { ...template, nodes: template.nodes.map(withSheet) };
}
