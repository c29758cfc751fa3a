import type { Page } from 'playwright-core';

import { OWNER, type N8nHost } from '../../../scripts/n8n/N8nHost';

/** A rectangle on the page, in pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

const OPEN_MS = 60_000;

function byTestId(page: Page, id: string) {
	return page.locator(`[data-test-id="${id}"]`);
}

export async function logIn(page: Page, n8n: N8nHost): Promise<void> {
	await page.goto(`${n8n.url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
	await page.locator('input[name="password"]').fill(OWNER.password);
	await byTestId(page, 'form-submit-button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'), { timeout: OPEN_MS });
}

/** Opens a workflow and waits until its nodes are drawn. */
export async function openWorkflow(page: Page, n8n: N8nHost, id: string): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${id}`);
	await canvasNodes(page).first().waitFor({ timeout: OPEN_MS });
}

export function canvasNodes(page: Page) {
	return byTestId(page, 'canvas-node');
}

export function canvasNode(page: Page, name: string) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Opens the panel of a node, where its parameters are. */
export async function openNode(page: Page, name: string): Promise<void> {
	await canvasNode(page, name).dblclick();
	await byTestId(page, 'ndv').waitFor({ timeout: OPEN_MS });
}

/** Controls that lie over the canvas, and the dots behind the workflow. */
const AROUND_WORKFLOW = `
	.vue-flow__panel, .vue-flow__background, .vue-flow__minimap, [data-test-id="canvas-controls"],
	[data-test-id="execute-workflow-button"], [data-test-id="canvas-chat-button"] {
		visibility: hidden !important;
	}
`;
const MARGIN = 12;

/** Brings all of the open workflow into view, with nothing else over it. Returns its frame. */
export async function showWholeWorkflow(page: Page): Promise<Box> {
	await byTestId(page, 'zoom-to-fit').click();
	await page.addStyleTag({ content: AROUND_WORKFLOW });
	// Sticky notes included.
	const drawnNodes = page.locator('.vue-flow__node');
	await (await drawnNodes.last().elementHandle())?.waitForElementState('stable');
	const boxes = await Promise.all(
		(await drawnNodes.all()).map(async (node) => await node.boundingBox()),
	);
	const drawn = boxes.filter((box) => box !== null);
	const left = Math.min(...drawn.map(({ x }) => x)) - MARGIN;
	const top = Math.min(...drawn.map(({ y }) => y)) - MARGIN;
	const right = Math.max(...drawn.map(({ x, width }) => x + width)) + MARGIN;
	const bottom = Math.max(...drawn.map(({ y, height }) => y + height)) + MARGIN;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The names of the nodes that n8n marks as faulty in the open workflow. */
export async function nodeIssues(page: Page): Promise<string[]> {
	const marked = page.locator('[data-test-id="canvas-node"]', {
		has: byTestId(page, 'node-issues'),
	});
	return await marked.evaluateAll((nodes) =>
		nodes.map((node) => node.getAttribute('data-node-name') ?? ''),
	);
}

/** The last dropdown in the open panel: that of the row just added. */
export function lastDropdown(page: Page) {
	return byTestId(page, 'ndv').locator('.el-select input:visible').last();
}

export async function chooseInLastDropdown(page: Page, option: string): Promise<void> {
	await lastDropdown(page).click();
	await page.locator('.el-select-dropdown__item:visible', { hasText: option }).last().click();
}
