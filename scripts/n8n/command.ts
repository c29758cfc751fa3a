import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HostFiles } from './locate';

/** Preloaded into every n8n process. */
const PRELOADED = ['exitWithParent.cjs', 'shiftClock.cjs'].map((file) => join(__dirname, file));
const WINDOWS = process.platform === 'win32';
const TAIL_LINES = 40;

/** An empty database is built by hundreds of these. */
const NOISE = /^(Starting|Finished) migration /;

export interface Launch {
	host: HostFiles;
	env: Record<string, string | undefined>;
	logFile: string;
}

/** Starts an n8n command in its own process group, tied to this process, and logs its output. */
export function launch({ host, env, logFile }: Launch, args: string[]): ChildProcess {
	const log = openSync(logFile, 'a');
	try {
		const preload = PRELOADED.flatMap((file) => ['--require', file]);
		return spawn(host.nodeBin, [...preload, host.n8nBin, ...args], {
			env,
			detached: !WINDOWS,
			stdio: ['ignore', log, log, 'ipc'],
		});
	} finally {
		closeSync(log);
	}
}

/** Runs an n8n command to its end and returns its output. */
export async function run(options: Launch, args: string[]): Promise<string> {
	const before = readLog(options.logFile).length;
	const child = launch(options, args);
	const code = await exit(child);
	const output = readLog(options.logFile).slice(before);
	if (code !== 0) throw new Error(`n8n ${args[0]} ended with code ${code}.\n${lastLines(output)}`);
	return output;
}

export async function exit(child: ChildProcess): Promise<number | null> {
	if (hasEnded(child)) return child.exitCode;
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
}

export function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}

/** Kills the process and everything it started. */
export function killGroup(child: ChildProcess): void {
	if (child.pid === undefined) return;
	try {
		process.kill(WINDOWS ? child.pid : -child.pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

export function readLog(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

export function lastLines(text: string): string {
	const lines = text
		.trimEnd()
		.split('\n')
		.filter((line) => !NOISE.test(line))
		.slice(-TAIL_LINES);
	return ["The last lines of n8n's log:", ...lines.map((line) => `  ${line}`)].join('\n');
}
