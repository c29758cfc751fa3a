import { existsSync } from 'node:fs';

const PLACES = [
	process.env.CHROMIUM_PATH ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromium = PLACES.find((path) => path !== '' && existsSync(path));

export const NO_CHROMIUM =
	'No Chromium here: the tests in a browser are skipped. Install it (Debian, Ubuntu: ' +
	'apt-get install -y chromium) or name one in CHROMIUM_PATH.';
