import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

import { chromium, NO_CHROMIUM } from './chromium';

const OPEN_MS = 60_000;
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
];

/** `describe` where there is a browser; elsewhere the tests are skipped with a word. */
export const describeInBrowser = chromium ? describe : skipped();

/** A browser for the tests of a `describeInBrowser`; each call opens a fresh page. */
export function withBrowser(): () => Promise<Page> {
	let browser: Browser | undefined;

	beforeAll(async () => {
		browser = await playwright.launch({ executablePath: chromium, args: ARGUMENTS });
	}, OPEN_MS);

	afterAll(async () => await browser?.close(), OPEN_MS);

	return async () => {
		if (!browser) throw new Error('The browser is available inside tests only.');
		const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
		return await context.newPage();
	};
}

/** For looking at afterwards; outside the repository on purpose. */
export async function screenshot(page: Page, name: string): Promise<string> {
	const path = join(tmpdir(), `modmed-aesthetix-${name}.png`);
	await page.screenshot({ path });
	return path;
}

function skipped() {
	console.warn(NO_CHROMIUM);
	return describe.skip;
}
