import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PUBLISHED = ['package.json', 'dist', 'workflows'];

/**
 * Puts a pack where n8n looks for community packages: a folder or a tarball of `npm pack`.
 * n8n scans that folder at start; no entry in its database is needed.
 */
export async function installPack(userFolder: string, source: string): Promise<string> {
	const modules = join(userFolder, '.n8n/nodes/node_modules');
	const draft = join(modules, '.draft');
	await rm(draft, { recursive: true, force: true });
	await mkdir(draft, { recursive: true });
	if ((await stat(source)).isDirectory()) await copyPublished(source, draft);
	else await promisify(execFile)('tar', ['-xzf', source, '-C', draft, '--strip-components=1']);

	const manifest = JSON.parse(await readFile(join(draft, 'package.json'), 'utf8')) as {
		name: string;
	};
	const target = join(modules, manifest.name);
	await rm(target, { recursive: true, force: true });
	await rename(draft, target);
	return target;
}

async function copyPublished(folder: string, target: string): Promise<void> {
	if (!existsSync(join(folder, 'dist'))) {
		throw new Error(`${folder} has no dist folder: build the pack first (npm run build).`);
	}
	for (const name of PUBLISHED) {
		const from = join(folder, name);
		if (existsSync(from)) await cp(from, join(target, name), { recursive: true });
	}
}
