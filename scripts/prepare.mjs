// What every command needs first. Plain JavaScript: nothing of this pack is installed yet.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureHost } from '../host/install.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Installs what is missing, builds the pack, and says which Node and n8n to use. */
export async function prepare() {
	if (!dependenciesAreCurrent())
		await step('Installing the packages of this project', 'npm', ['ci']);
	const host = await ensureHost();
	await step('Building the pack', 'npm', ['run', 'build', '--silent', '--', '--silent']);
	return host;
}

/** Runs a command with its output shown; its exit code is the answer. */
export async function run(command, args, options = {}) {
	const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
	// Ctrl-C reaches the child as well; it cleans up, and we wait for it.
	const ignore = () => {};
	const forward = () => child.kill('SIGTERM');
	process.on('SIGINT', ignore);
	process.on('SIGTERM', forward);
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', (code, signal) => resolve(signal ? 1 : code));
		});
	} finally {
		process.off('SIGINT', ignore);
		process.off('SIGTERM', forward);
	}
}

/** A plain message instead of a stack: what went wrong here is about the machine, not the code. */
export function fail(error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

async function step(title, command, args) {
	console.log(`${title} …`);
	const code = await run(command, args, { shell: process.platform === 'win32' });
	if (code !== 0)
		throw new Error(`${title}: ${command} ${args.join(' ')} ended with code ${code}.`);
}

function dependenciesAreCurrent() {
	const installed = join(root, 'node_modules/.package-lock.json');
	if (!existsSync(installed)) return false;
	return statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}
