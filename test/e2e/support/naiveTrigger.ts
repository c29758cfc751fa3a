import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Sandbox } from '../../../sandbox';
import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { EVERY_TEN_SECONDS } from '../../../scripts/templates';

const ID = 'naiveWorkflow';
const NAME = 'n8n-nodes-naive';

/** A poll node like most others: it advances its cursor and returns its items. */
const NODE = `
class NaiveTrigger {
	description = {
		displayName: 'Naive Trigger',
		name: 'naiveTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Starts for appointments that changed',
		defaults: { name: 'Naive Trigger' },
		polling: true,
		inputs: [],
		outputs: ['main'],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};

	async poll() {
		const state = this.getWorkflowStaticData('node');
		const url = this.getNodeParameter('url');
		const { now, practice } = await this.helpers.httpRequest({ url, json: true });
		const since = state.cursor ?? now;
		const changed = practice.appointments.filter(({ lastUpdated }) => lastUpdated > since);
		state.cursor = changed.map(({ lastUpdated }) => lastUpdated).concat(since).sort().at(-1);
		return changed.length > 0 ? [changed.map((json) => ({ json }))] : null;
	}
}
module.exports = { NaiveTrigger };
`;

/** Installs a naive trigger, and a workflow that writes a note for each of its items. n8n must not run. */
export async function addNaiveWorkflow(
	n8n: N8nHost,
	practice: Sandbox,
	crm: Sandbox,
): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'naive-trigger-'));
	const pack = join(folder, 'pack');
	const workflows = join(folder, 'workflows');
	try {
		await mkdir(join(pack, 'dist'), { recursive: true });
		await mkdir(workflows);
		await writeFile(join(pack, 'dist/NaiveTrigger.node.js'), NODE);
		await writeFile(join(pack, 'package.json'), JSON.stringify(manifest()));
		await writeFile(join(workflows, 'naive.json'), JSON.stringify(naiveWorkflow(practice, crm)));
		await n8n.installPack(pack);
		await n8n.importWorkflows(workflows);
		return ID;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function manifest() {
	const n8n = { n8nNodesApiVersion: 1, nodes: ['dist/NaiveTrigger.node.js'] };
	return { name: NAME, version: '1.0.0', keywords: ['n8n-community-node-package'], n8n };
}

function naiveWorkflow(practice: Sandbox, { crm, location }: Sandbox) {
	const contact = location.addContact({ firstName: 'Control', email: 'control@example.com' });
	const pair = (name: string, value: string) => ({ name, value });
	const parameters = { pollTimes: EVERY_TEN_SECONDS, url: `${practice.page.url}/control/state` };
	return {
		id: ID,
		name: 'Naive trigger, for comparison',
		active: false,
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				id: 'a',
				name: 'Naive Trigger',
				type: `${NAME}.naiveTrigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters,
			},
			{
				id: 'b',
				name: 'Write a note',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [220, 0],
				parameters: {
					method: 'POST',
					url: `${crm.url}/contacts/${contact.id}/notes`,
					sendHeaders: true,
					headerParameters: {
						parameters: [
							pair('Authorization', `Bearer ${crm.token}`),
							pair('Version', '2021-07-28'),
						],
					},
					sendBody: true,
					bodyParameters: {
						parameters: [pair('body', '={{ $json.id }} {{ $json.status }} {{ $json.start }}')],
					},
				},
			},
		],
		connections: {
			'Naive Trigger': { main: [[{ node: 'Write a note', type: 'main', index: 0 }]] },
		},
	};
}

/** Whether the naive workflow has noted an appointment in a state. */
export function isNotedByNaiveWorkflow(
	{ location }: Sandbox,
	id: string,
	status: string,
	start: string,
) {
	const [contact] = location.contacts();
	const notes = contact ? location.notes(contact.id) : [];
	return notes.some(({ body }) => body === `${id} ${status} ${start}`);
}
