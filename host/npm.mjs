// Runs npm in a given folder and explains why it failed.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

const KEPT_LINES = 40;

const REASONS = [
	[/ENOSPC/, 'The disk is full: about 3 GB are needed. Free some space and run the command again.'],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT/,
		'The npm registry could not be reached. Check the network or the proxy settings of npm ' +
			'and run the command again.',
	],
	[/EACCES|EPERM|EROFS/, 'The cache folder is not writable. Set N8N_PACK_CACHE to another folder.'],
	[
		/gyp ERR|not found: make|Could not find any Python/,
		'The SQLite driver could not be compiled. It needs Python 3, make and a C++ compiler.',
	],
];

/** @param {{ bin: string, headers?: string }} [node] the Node that npm's scripts are to use */
export async function npm(folder, args, node) {
	const tail = [];
	const windows = process.platform === 'win32';
	const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
		cwd: folder,
		env: environment(node),
		shell: windows,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const keep = (chunk) => {
		tail.push(...String(chunk).split('\n').filter(Boolean));
		tail.splice(0, tail.length - KEPT_LINES);
	};
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const stop = () => child.kill();
	process.once('exit', stop);
	try {
		const code = await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		if (code !== 0) throw new Error(explain(args, code, tail));
	} finally {
		process.off('exit', stop);
	}
}

/** Drops the settings of an outer `npm run`, which would affect this npm. */
function environment(node) {
	const outer =
		/^npm_(config_(local_prefix|global_prefix|prefix|ignore_scripts|omit|include|production)$|package_|lifecycle_|command$)/i;
	const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !outer.test(key)));
	delete env.NODE_ENV;
	if (!node) return env;
	const pathKey = Object.keys(env).find((key) => key.toLowerCase() === 'path') ?? 'PATH';
	env[pathKey] = `${dirname(node.bin)}${delimiter}${env[pathKey] ?? ''}`;
	if (node.headers) env.npm_config_nodedir = node.headers;
	return env;
}

function explain(args, code, tail) {
	const output = tail.join('\n');
	const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1];
	return [reason ?? `npm ${args[0]} ended with code ${code}.`, '', 'npm said:', output].join('\n');
}
