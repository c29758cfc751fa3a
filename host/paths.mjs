// Where the n8n host lives, and which Node runs it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const NODE_NEEDED = 24;

/** One folder for each lock file and platform: an upgrade never meets an older install. */
export function cacheFolder(hostFolder) {
	const base =
		process.env.N8N_PACK_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const hash = createHash('sha256')
		.update(readFileSync(join(hostFolder, 'package-lock.json')))
		.update(`${process.platform}-${process.arch}`)
		.digest('hex')
		.slice(0, 12);
	return resolve(base, 'n8n-nodes-modmed-aesthetix', `n8n-${hash}`);
}

/**
 * The Node that came with the host or, where none is packaged for this platform, the running one.
 * @returns {{ bin: string, headers?: string }}
 */
export function nodeFor(root) {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const folder = join(root, 'node_modules', `node-${platform}-${process.arch}`);
	const bin = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(bin)) {
		return { bin, ...(existsSync(join(folder, 'include')) && { headers: folder }) };
	}
	if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return { bin: process.execPath };
	throw new Error(
		`n8n needs Node ${NODE_NEEDED}, and none is packaged for ${process.platform} on ` +
			`${process.arch}. Install Node ${NODE_NEEDED} or newer and run the command with it ` +
			`(this is Node ${process.versions.node}).`,
	);
}
