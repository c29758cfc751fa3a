import { expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import type { Template } from '../../scripts/templates';
import {
	canvasNodes,
	chooseInLastDropdown,
	lastDropdown,
	logIn,
	nodeIssues,
	openNode,
	openWorkflow,
	showWholeWorkflow,
} from './support/editor';
import { updateReadmeImage } from './support/readmeImages';
import { NODES } from './support/templates';
import { describeInBrowser, withBrowser } from './support/withBrowser';
import { withTestbed } from './support/withTestbed';

const BROWSER_MS = 180_000;
/** n8n polls every ten seconds here. */
const NOTE_MS = 120_000;

/** With UPDATE_IMAGES=1 these tests also take the pictures of the README. */
describeInBrowser('In a browser', () => {
	const testbed = withTestbed();
	const newPage = withBrowser();

	const syncTemplate = (): Template => {
		const found = testbed().templates.find(({ file }) => file === '01-sync-appointments.json');
		if (!found) throw new Error('There is no template 01.');
		return found;
	};

	it(
		'every template opens without a warning',
		async () => {
			const { n8n, templates } = testbed();
			const page = await newPage();
			await logIn(page, n8n);
			for (const { id, file } of templates) {
				await openWorkflow(page, n8n, id);
				await page.waitForLoadState('networkidle');
				expect([file, await nodeIssues(page)]).toEqual([file, []]);
			}
		},
		BROWSER_MS,
	);

	it(
		'the editor would show a warning',
		async () => {
			const { n8n } = testbed();
			const { name, nodes, connections, settings } = syncTemplate();
			const broken = nodes.map((node) =>
				node.name === NODES.readAppointment
					? { ...node, parameters: { ...node.parameters, appointmentId: '' } }
					: node,
			);
			const workflow = { name: `${name} (broken)`, nodes: broken, connections, settings };
			const { id } = await n8n.rest<{ id: string }>('POST', '/rest/workflows', { ...workflow });
			const page = await newPage();
			await logIn(page, n8n);
			await openWorkflow(page, n8n, id);
			await page.waitForLoadState('networkidle');
			expect(await nodeIssues(page)).toEqual([NODES.readAppointment]);
		},
		BROWSER_MS,
	);

	it(
		'the whole sync of appointments is in view on the canvas',
		async () => {
			const { n8n } = testbed();
			const { id, nodes } = syncTemplate();
			const page = await newPage();
			await logIn(page, n8n);
			await page.setViewportSize({ width: 2000, height: 1100 });
			await openWorkflow(page, n8n, id);
			const frame = await showWholeWorkflow(page);
			await updateReadmeImage('sync-appointments', async (path) => {
				await page.screenshot({ path, clip: frame, animations: 'disabled' });
			});
			const names = await canvasNodes(page).evaluateAll((drawn) =>
				drawn.map((node) => node.getAttribute('data-node-name')),
			);
			const isDrawnAsNode = ({ type }: INode) => type !== 'n8n-nodes-base.stickyNote';
			expect(names.sort()).toEqual(
				nodes
					.filter(isDrawnAsNode)
					.map(({ name }) => name)
					.sort(),
			);
			const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
			expect(Math.min(frame.x, frame.y)).toBeGreaterThanOrEqual(0);
			expect(frame.x + frame.width).toBeLessThanOrEqual(width);
			expect(frame.y + frame.height).toBeLessThanOrEqual(height);
		},
		BROWSER_MS,
	);

	it(
		'the Category Mapper has a usable panel',
		async () => {
			const { n8n } = testbed();
			const page = await newPage();
			await logIn(page, n8n);
			await openWorkflow(page, n8n, syncTemplate().id);
			await openNode(page, 'Category Mapper');
			await page.getByText('Add Appointment Type').click();
			await page.getByPlaceholder('e.g. Botox Consult').last().fill('Laser Genesis Trial');
			await chooseInLastDropdown(page, 'Non-Surgical Appointment');
			expect(await lastDropdown(page).inputValue()).toBe('Non-Surgical Appointment');
		},
		BROWSER_MS,
	);

	it(
		"a booking on the sandbox's page leads to a note on the contact",
		async () => {
			const page = await newPage();
			await page.goto(testbed().sandbox.page.url);
			await page.getByLabel('Patient').selectOption({ label: 'Testa Sample' });
			await page.getByLabel('Type').selectOption({ label: 'Rhinoplasty Consult' });
			await page.getByLabel('Day').fill(tomorrow());
			await page.getByRole('button', { name: 'Book', exact: true }).click();
			await page.locator('#contacts').getByText('Testa Sample').click();
			const contact = page.locator('#contact');
			const note = contact.locator('.note', { hasText: 'Type: Rhinoplasty Consult' });
			await note.waitFor({ timeout: NOTE_MS });
			expect(await note.innerText()).toContain('Moves from New Lead to Consult Booked');
			await contact.locator('.tags', { hasText: 'appointment booked' }).waitFor();
			await updateReadmeImage('note-on-contact', async (path) => {
				await contact.screenshot({ path, animations: 'disabled' });
			});
		},
		BROWSER_MS,
	);
});

function tomorrow(): string {
	return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}
