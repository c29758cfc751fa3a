// A lock between processes on one machine: a folder that holds the owner's process ID.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const UNNAMED_MS = 10_000;

export async function withLock(folder, log, work) {
	await take(folder, log);
	try {
		return await work();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function take(folder, log) {
	for (let told = false; ;) {
		try {
			await mkdir(folder);
			await writeFile(join(folder, 'pid'), String(process.pid));
			return;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (await isAbandoned(folder)) {
			await rm(folder, { recursive: true, force: true });
			continue;
		}
		if (!told) log('Another process is installing n8n; waiting for it to finish.');
		told = true;
		await wait(1_000);
	}
}

/** The owner is gone, possibly before it could write its process ID. */
async function isAbandoned(folder) {
	const owner = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
	if (owner) return !isRunning(owner);
	const made = await stat(folder).catch(() => undefined);
	return made !== undefined && Date.now() - made.mtimeMs > UNNAMED_MS;
}

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
