import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';

import type { N8nHost } from './n8n/N8nHost';

const FOLDER = join(__dirname, '../workflows');

/** Run by hand, or only where the practice wants it. */
const NOT_PUBLISHED = ['00-set-up-location.json', '03-sync-charges.json', '08-verify-locks.json'];

/** n8n allows each of its poll times once a minute, but any number of them. */
export const EVERY_TEN_SECONDS = {
	item: [0, 10, 20, 30, 40, 50].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

export interface Template {
	file: string;
	id: string;
	name: string;
	nodes: INode[];
	connections: IDataObject;
	settings?: IDataObject;
}

export interface SheetRow {
	appointmentType: string;
	category: string;
}

export interface TemplateChanges {
	/** The practice's Appointment Categorization sheet, for the Category Mapper. */
	sheet?: SheetRow[];
	/** Polls every ten seconds instead of when the template says, and repeats what was lost at once. */
	everyTenSeconds?: boolean;
}

export async function readTemplates(): Promise<Template[]> {
	const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => {
			const json = JSON.parse(await readFile(join(FOLDER, file), 'utf8')) as Omit<Template, 'file'>;
			return { ...json, file };
		}),
	);
}

/** What an implementer does: import the templates, load the sheet. Answers what was imported. */
export async function importTemplates(n8n: N8nHost, changes: TemplateChanges): Promise<Template[]> {
	const templates = (await readTemplates()).map((template) => adapted(template, changes));
	const folder = await mkdtemp(join(tmpdir(), 'templates-'));
	try {
		for (const { file, ...workflow } of templates) {
			await writeFile(join(folder, file), JSON.stringify(workflow));
		}
		await n8n.importWorkflows(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return templates;
}

/** Publishes them and what they call; error workflows and sub-workflows before those that need them. */
export async function publishTemplates(
	n8n: N8nHost,
	templates: Template[],
	wanted = (file: string) => !NOT_PUBLISHED.includes(file),
): Promise<void> {
	const chosen = templates.filter(({ file }) => wanted(file));
	const isCalled = ({ id }: Template) => chosen.some(({ nodes }) => calls(nodes, id));
	const waiting = templates.filter((one) => chosen.includes(one) || isCalled(one));
	while (waiting.length > 0) {
		const free = waiting.findIndex((one) => !waiting.some((other) => refersTo(one, other)));
		const [next] = waiting.splice(Math.max(free, 0), 1);
		if (next) await n8n.publish([next.id]);
	}
}

function calls(nodes: readonly INode[], id: string): boolean {
	return nodes.some(
		({ type, parameters }) =>
			type.endsWith('.executeWorkflow') && JSON.stringify(parameters.workflowId).includes(id),
	);
}

function refersTo(one: Template, other: Template): boolean {
	return one.id !== other.id && JSON.stringify([one.nodes, one.settings]).includes(other.id);
}

function adapted(template: Template, changes: TemplateChanges): Template {
	const nodes = template.nodes.map((node) => adaptedNode(node, changes));
	return { ...template, nodes: changes.everyTenSeconds ? nodes.map(withoutWait) : nodes };
}

function adaptedNode(node: INode, { sheet, everyTenSeconds }: TemplateChanges): INode {
	const parameters = { ...node.parameters };
	if (everyTenSeconds && parameters.pollTimes) parameters.pollTimes = EVERY_TEN_SECONDS;
	if (sheet && node.type.endsWith('.categoryMapper')) {
		parameters.mappings = { mapping: sheet.map((row) => ({ ...row })) };
	}
	return { ...node, parameters };
}

/**
 * The node, without a wait before it repeats a create whose answer was lost: several polls in ten
 * seconds are over before that.
 */
export function withoutWait(node: INode): INode {
	const options = node.parameters.options as IDataObject | undefined;
	const isOurs = /\.(aesthetixCrm|modMed)$/.test(node.type);
	if (!isOurs || options?.lastAttempt === undefined) return node;
	const withoutWait = { ...options, waitAfterLostAnswer: 0 };
	return { ...node, parameters: { ...node.parameters, options: withoutWait } } as INode;
}
