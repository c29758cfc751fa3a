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
import { withStage } from './support/withStage';

const BROWSER_MS = 180_000;

describeInBrowser('In the editor of n8n', () => {
	const stage = withStage();
	const newPage = withBrowser();

	it(
		'opens every template without a warning',
		async () => {
			const { n8n, templates } = stage();
			const page = await newPage();
			await logIn(page, n8n);
			for (const { id, file } of templates) {
				await openWorkflow(page, n8n, id);
				await screenshot(page, file);
				expect(await nodeIssues(page)).toEqual([]);
			}
		},
		BROWSER_MS,
	);

	it(
		'has a usable panel for the Category Mapper',
		async () => {
			const { n8n, templates } = stage();
			const page = await newPage();
			await logIn(page, n8n);
			await openWorkflow(page, n8n, templates.find(hasMapper)?.id ?? '');
			await openNode(page, 'Category Mapper');
			await page.getByText('Add Appointment Type').click();
			await page.getByPlaceholder('e.g. Botox Consult').last().fill('Laser Genesis Trial');
			await chooseInLastDropdown(page, 'Non-Surgical Appointment');
			await screenshot(page, 'category-mapper');
			expect(await lastDropdown(page).inputValue()).toBe('Non-Surgical Appointment');
		},
		BROWSER_MS,
	);
});

function hasMapper({ nodes }: { nodes: Array<{ name: string }> }): boolean {
	return nodes.some(({ name }) => name === 'Category Mapper');
}
