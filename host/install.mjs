// Installs the pinned n8n, and the Node it needs, once into the user's cache.
// Plain JavaScript without imports from node_modules: it also runs before `npm install`.
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { cacheFolder, nodeFor } from './paths.mjs';
import { createProgress } from './progress.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const INSTALLED = '.installed';

/**
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ nodeBin: string, n8nBin: string, root: string }>}
 */
export async function ensureHost({ log = console.log } = {}) {
	const root = cacheFolder(here);
	if (!isInstalled(root)) {
		await mkdir(dirname(root), { recursive: true });
		await withLock(`${root}.lock`, log, async () => {
			if (!isInstalled(root)) await install(root, log);
		});
	}
	return { nodeBin: nodeFor(root).bin, n8nBin: join(root, 'node_modules/n8n/bin/n8n'), root };
}

function isInstalled(root) {
	return existsSync(join(root, INSTALLED));
}

async function install(root, log) {
	log('Installing n8n into your cache. This happens once and takes a few minutes (about 3 GB).');
	log(`  ${root}`);
	await removeLeftovers(root);
	// Install into a sibling folder and rename it: an interrupted install never looks complete.
	const draft = await mkdtemp(`${root}.part-`);
	const progress = createProgress();
	try {
		for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
			await copyFile(join(here, file), join(draft, file));
		}
		const countPackages = packageCounter(draft);
		await progress.during('Downloading n8n', countPackages, () =>
			npm(draft, ['ci', '--ignore-scripts', '--no-progress', '--loglevel=error']),
		);
		// SQLite's driver is the one package that must be compiled, with n8n's own Node.
		const node = nodeFor(draft);
		await progress.during('Building the SQLite driver', undefined, () =>
			npm(draft, ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], node),
		);
		await writeFile(join(draft, INSTALLED), `${new Date().toISOString()}\n`);
		await rm(root, { recursive: true, force: true });
		await rename(draft, root);
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		throw error;
	}
	log(`n8n is installed (${progress.elapsed()}).`);
}

/** We hold the lock, so nobody else is writing to these folders. */
async function removeLeftovers(root) {
	const folder = dirname(root);
	const parts = readdirSync(folder, { withFileTypes: true }).filter(
		(entry) => entry.isDirectory() && join(folder, entry.name).startsWith(`${root}.part-`),
	);
	for (const part of parts) {
		await rm(join(folder, part.name), { recursive: true, force: true });
	}
}

function packageCounter(folder) {
	let paths;
	return async () => {
		paths ??= Object.keys(
			JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')).packages,
		).filter(Boolean);
		const present = paths.filter((path) => existsSync(join(folder, path, 'package.json')));
		return `${present.length} of about ${paths.length} packages`;
	};
}
