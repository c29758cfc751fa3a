import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { lastLines, run } from './command';
import { n8nEnvironment, workerEnvironment } from './environment';
import { locateHost } from './locate';
import { N8nProcess } from './N8nProcess';
import { installPack } from './pack';
import { freePort } from './ports';
import { N8nApi } from './N8nApi';
import { Session, type Owner } from './session';

export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Practice-2026',
	firstName: 'Practice',
	lastName: 'Owner',
};

export interface N8nHostOptions {
	/** Where n8n keeps its data; by default a temporary folder that `dispose` removes. */
	userFolder?: string;
	/** The preferred port; any free one if it is taken. */
	port?: number;
	timezone?: string;
	env?: Record<string, string>;
}

export interface CredentialToImport {
	id: string;
	name: string;
	type: string;
	data: IDataObject;
}

/** A real n8n with its own database, started and stopped by us. */
export class N8nHost {
	private readonly workers: N8nProcess[] = [];

	private readonly onExit = () => {
		if (this.temporary) rmSync(this.userFolder, { recursive: true, force: true });
	};

	private constructor(
		readonly url: string,
		readonly userFolder: string,
		private readonly temporary: boolean,
		private readonly main: N8nProcess,
		private readonly session: Session,
	) {
		process.on('exit', this.onExit);
	}

	static async create(options: N8nHostOptions = {}): Promise<N8nHost> {
		const host = await locateHost();
		const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-host-'));
		await mkdir(userFolder, { recursive: true });
		const port = await freePort(options.port);
		const place = {
			userFolder,
			port,
			runnerPort: await freePort(),
			encryptionKey: randomBytes(24).toString('hex'),
			timezone: options.timezone ?? 'America/New_York',
		};
		const env = n8nEnvironment(place, options.env);
		const url = `http://127.0.0.1:${port}`;
		const launch = { host, env, logFile: join(userFolder, 'n8n.log') };
		const main = new N8nProcess(launch, 'start', url);
		return new N8nHost(url, userFolder, !options.userFolder, main, new Session(url));
	}

	get logFile(): string {
		return this.main.launch.logFile;
	}

	get database(): string {
		return join(this.userFolder, '.n8n/database.sqlite');
	}

	get isRunning(): boolean {
		return this.main.isRunning;
	}

	/** Workflows, executions and data tables through the REST API. Call `setUpOwner` first. */
	get api(): N8nApi {
		return new N8nApi(this.session);
	}

	/** Sets how far n8n's clock runs ahead, in milliseconds. Takes effect at the next start. */
	setClock(aheadMs: number): void {
		this.main.launch.env.CLOCK_SHIFT_MS = String(aheadMs);
	}

	async installPack(folderOrTarball: string): Promise<void> {
		await installPack(this.userFolder, folderOrTarball);
	}

	async importCredentials(credentials: CredentialToImport[]): Promise<void> {
		const file = join(this.userFolder, 'credentials.json');
		await writeFile(file, JSON.stringify(credentials), { mode: 0o600 });
		try {
			await this.command(['import:credentials', `--input=${file}`], /Successfully imported/);
		} finally {
			await rm(file);
		}
	}

	async importWorkflows(folder: string): Promise<void> {
		const args = ['import:workflow', '--separate', `--input=${folder}`];
		await this.command(args, /Successfully imported/);
	}

	/** Through the REST API if n8n is running, through its command line if not. */
	async publish(ids: string[]): Promise<void> {
		for (const id of ids) {
			if (this.isRunning) await this.api.publish(id);
			else await this.command(['publish:workflow', `--id=${id}`], /Publishing workflow/);
		}
	}

	/** @param env Extra environment variables for this start only. */
	async start(env: Record<string, string> = {}): Promise<void> {
		await this.main.start(env);
	}

	async stop(): Promise<void> {
		await this.main.stop();
	}

	/** Kills n8n without a shutdown, like a power cut. */
	async kill(): Promise<void> {
		await this.main.kill();
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/**
	 * Queue mode: starts one more worker. It shares the database, encryption key and packs of this n8n,
	 * but has its own folder, where n8n records how the process ended.
	 */
	async addWorker(extra: Record<string, string> = {}): Promise<N8nProcess> {
		const { host, env } = this.main.launch;
		const folder = join(this.userFolder, `worker-${this.workers.length + 1}`);
		await mkdir(join(folder, '.n8n'), { recursive: true });
		await symlink(join(this.userFolder, '.n8n/nodes'), join(folder, '.n8n/nodes'), 'junction');
		const port = await freePort();
		const own = workerEnvironment(env, { folder, port, runnerPort: await freePort() });
		const launch = { host, env: { ...own, ...extra }, logFile: join(folder, 'n8n.log') };
		const worker = new N8nProcess(launch, 'worker', `http://127.0.0.1:${port}`);
		this.workers.push(worker);
		return worker;
	}

	/** Stops n8n and deletes its data, unless the caller passed the folder. */
	async dispose(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map(async (one) => await one.dispose()));
		process.off('exit', this.onExit);
		if (this.temporary) await rm(this.userFolder, { recursive: true, force: true });
	}

	async setUpOwner(owner: Owner = OWNER): Promise<void> {
		await this.session.open(owner);
	}

	async rest<T = unknown>(method: string, path: string, body?: IDataObject): Promise<T> {
		return await this.session.rest<T>(method, path, body);
	}

	logTail(): string {
		return this.main.logTail();
	}

	/** n8n's commands exit with 0 even when they fail, so the output decides. */
	private async command(args: string[], success: RegExp): Promise<void> {
		const output = await run(this.main.launch, args);
		if (success.test(output) && !/An? error occurred|Error updating/.test(output)) return;
		throw new Error(`n8n ${args[0]} failed.\n${lastLines(output)}`);
	}
}
