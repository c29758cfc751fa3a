import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { exit, hasEnded, killGroup, lastLines, launch, readLog, run, type Launch } from './command';
import { n8nEnvironment } from './environment';
import { locateHost } from './locate';
import { installPack } from './pack';
import { freePort } from './ports';
import { Records } from './Records';
import { Session, type Owner } from './session';
import { waitUntil } from './wait';

const START_MS = 120_000;
const STOP_MS = 15_000;

export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Practice-2026',
	firstName: 'Practice',
	lastName: 'Owner',
};

export interface N8nHostOptions {
	/** Keeps its data here; without it in a temporary folder that `dispose` removes. */
	userFolder?: string;
	/** The wished port; a free one is taken where it is in use. */
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

/** A real n8n with a database of its own, under our control. */
export class N8nHost {
	private child?: ChildProcess;

	/** Whatever ends this process, n8n ends with it. */
	private readonly onExit = () => {
		if (this.child) killGroup(this.child);
		if (this.temporary) rmSync(this.userFolder, { recursive: true, force: true });
	};

	private constructor(
		readonly url: string,
		readonly userFolder: string,
		private readonly temporary: boolean,
		private readonly launch: Launch,
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
		const files = { host, env, logFile: join(userFolder, 'n8n.log') };
		return new N8nHost(url, userFolder, !options.userFolder, files, new Session(url));
	}

	get logFile(): string {
		return this.launch.logFile;
	}

	get database(): string {
		return join(this.userFolder, '.n8n/database.sqlite');
	}

	get isRunning(): boolean {
		return this.child !== undefined && !hasEnded(this.child);
	}

	/** What n8n has kept: workflows, executions, data tables. Needs `setUpOwner` first. */
	get records(): Records {
		return new Records(this.session);
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

	/** Through n8n itself where it runs, through its command line where it does not. */
	async publish(ids: string[]): Promise<void> {
		for (const id of ids) {
			if (this.isRunning) await this.records.publish(id);
			else await this.command(['publish:workflow', `--id=${id}`], /Publishing workflow/);
		}
	}

	async start(): Promise<void> {
		const child = launch(this.launch, ['start']);
		this.child = child;
		await waitUntil(
			async () => {
				if (hasEnded(child)) throw new Error(`n8n ended while starting.\n${this.logTail()}`);
				return await this.isReady();
			},
			{ for: 'n8n to start', within: START_MS, otherwise: () => this.logTail() },
		);
	}

	async stop(): Promise<void> {
		const { child } = this;
		if (!child) return;
		child.kill('SIGTERM');
		const late = setTimeout(() => killGroup(child), STOP_MS);
		await exit(child);
		clearTimeout(late);
		this.child = undefined;
	}

	/** As a power cut would. */
	async kill(): Promise<void> {
		const { child } = this;
		if (!child) return;
		killGroup(child);
		await exit(child);
		this.child = undefined;
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** Stops n8n and removes what it has kept, unless the folder was the caller's. */
	async dispose(): Promise<void> {
		await this.stop();
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
		return lastLines(readLog(this.logFile));
	}

	/** n8n's commands exit with 0 whether they worked or not: what they print decides. */
	private async command(args: string[], success: RegExp): Promise<void> {
		const output = await run(this.launch, args);
		if (success.test(output) && !/An? error occurred|Error updating/.test(output)) return;
		throw new Error(`n8n ${args[0]} failed.\n${lastLines(output)}`);
	}

	private async isReady(): Promise<boolean> {
		try {
			return (await fetch(`${this.url}/healthz/readiness`)).ok;
		} catch {
			return false;
		}
	}
}
