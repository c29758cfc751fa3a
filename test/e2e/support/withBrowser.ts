import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';

const OPEN_MS = 60_000;
const VIEWPORT = { width: 1600, height: 1000 };
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
];
const PATHS = [
	process.env.CHROMIUM_PATH ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const NO_CHROMIUM =
	'No Chromium here: the tests in a browser are skipped. Install it (Debian, Ubuntu: ' +
	'apt-get install -y chromium) or name one in CHROMIUM_PATH.';

const executablePath = PATHS.find((path) => path !== '' && existsSync(path));

/** `describe` where there is a browser; elsewhere the tests are skipped with a message. */
export const describeInBrowser = executablePath ? describe : skipped();

/** A browser for the tests of a `describeInBrowser`; each call opens a fresh page. */
export function withBrowser(): () => Promise<Page> {
	let browser: Browser | undefined;

	beforeAll(async () => {
		browser = await chromium.launch({ executablePath, args: ARGUMENTS });
	}, OPEN_MS);

	afterAll(async () => await browser?.close(), OPEN_MS);

	return async () => {
		if (!browser) throw new Error('The browser is available inside tests only.');
		const context = await browser.newContext({ viewport: VIEWPORT });
		return await context.newPage();
	};
}

function skipped() {
	console.warn(NO_CHROMIUM);
	return describe.skip;
}
