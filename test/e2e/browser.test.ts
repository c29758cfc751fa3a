import { expect, it } from '@jest/globals';

import {
	chooseInLastDropdown,
	lastDropdown,
	logIn,
	nodeIssues,
	openNode,
	openWorkflow,
} from './support/editor';
import { describeInBrowser, screenshot, withBrowser } from './support/withBrowser';
import { withTestbed } from './support/withTestbed';

const BROWSER_MS = 180_000;
/** n8n polls every ten seconds here. */
const NOTE_MS = 120_000;

describeInBrowser('In a browser', () => {
	const testbed = withTestbed();
	const newPage = withBrowser();

	it(
		'opens every template without a warning',
		async () => {
			const { n8n, templates } = testbed();
			const page = await newPage();
			await logIn(page, n8n);
			for (const { id, file } of templates) {
				await openWorkflow(page, n8n, id);
				await page.waitForLoadState('networkidle');
				await screenshot(page, file);
				expect(await nodeIssues(page)).toEqual([]);
			}
		},
		BROWSER_MS,
	);

	it(
		'would see a warning in the editor',
		async () => {
			const { n8n, templates } = testbed();
			const { name, nodes, connections, settings } = templates.find(isSync) ?? {};
			const broken = nodes?.map((node) =>
				node.name === 'Read the appointment'
					? { ...node, parameters: { ...node.parameters, appointmentId: '' } }
					: node,
			);
			const workflow = { name: `${name} (broken)`, nodes: broken, connections, settings };
			const { id } = await n8n.rest<{ id: string }>('POST', '/rest/workflows', { ...workflow });
			const page = await newPage();
			await logIn(page, n8n);
			await openWorkflow(page, n8n, id);
			await page.waitForLoadState('networkidle');
			expect(await nodeIssues(page)).toEqual(['Read the appointment']);
		},
		BROWSER_MS,
	);

	it(
		'has a usable panel for the Category Mapper',
		async () => {
			const { n8n, templates } = testbed();
			const page = await newPage();
			await logIn(page, n8n);
			await openWorkflow(page, n8n, templates.find(isSync)?.id ?? '');
			await openNode(page, 'Category Mapper');
			await page.getByText('Add Appointment Type').click();
			await page.getByPlaceholder('e.g. Botox Consult').last().fill('Laser Genesis Trial');
			await chooseInLastDropdown(page, 'Non-Surgical Appointment');
			await screenshot(page, 'category-mapper');
			expect(await lastDropdown(page).inputValue()).toBe('Non-Surgical Appointment');
		},
		BROWSER_MS,
	);

	it(
		'shows on the page of the sandbox how a note arrives after a booking',
		async () => {
			const { sandbox } = testbed();
			const page = await newPage();
			await page.goto(sandbox.page.url);
			await page.getByLabel('Patient').selectOption({ label: 'Testa Sample' });
			await page.getByLabel('Type').selectOption({ label: 'Rhinoplasty Consult' });
			await page.getByLabel('Day').fill(tomorrow());
			await page.getByRole('button', { name: 'Book', exact: true }).click();
			await page.locator('#contacts').getByText('Testa Sample').click();
			const note = page.locator('#contact .note', { hasText: 'Type: Rhinoplasty Consult' });
			await note.waitFor({ timeout: NOTE_MS });
			await screenshot(page, 'sandbox');
			expect(await note.innerText()).toContain('Moves from New Lead to Consult Booked');
			expect(await page.locator('#contact').innerText()).toContain('appointment booked');
		},
		BROWSER_MS,
	);
});

function tomorrow(): string {
	return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

function isSync({ file }: { file: string }): boolean {
	return file === '01-sync-appointments.json';
}
