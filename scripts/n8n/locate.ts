import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface HostFiles {
	nodeBin: string;
	n8nBin: string;
	root: string;
}

const LOCATE = join(__dirname, '../../host/locate.mjs');

/** Where n8n and its Node are; installs them when they are missing. */
export async function locateHost(): Promise<HostFiles> {
	return await new Promise((resolve, reject) => {
		const child = execFile(process.execPath, [LOCATE], (error, stdout, stderr) => {
			if (error) reject(new Error(stderr.trim() || error.message));
			else resolve(JSON.parse(stdout) as HostFiles);
		});
		child.stderr?.pipe(process.stderr);
	});
}
