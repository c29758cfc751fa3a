import type { ChildProcess } from 'node:child_process';

import { exit, hasEnded, killGroup, lastLines, launch, readLog, type Launch } from './command';
import { waitUntil } from './wait';

const START_MS = 120_000;
const STOP_MS = 15_000;

/** A long-running n8n command, such as `start` or `worker`. */
export class N8nProcess {
	private child?: ChildProcess;

	/** However this process ends, n8n ends with it. */
	private readonly onExit = () => {
		if (this.child) killGroup(this.child);
	};

	constructor(
		readonly launch: Launch,
		private readonly command: string,
		/** Answers health checks here once it is ready. */
		private readonly url: string,
	) {
		process.on('exit', this.onExit);
	}

	get isRunning(): boolean {
		return this.child !== undefined && !hasEnded(this.child);
	}

	/** @param env Extra environment variables for this start only. */
	async start(env: Record<string, string> = {}): Promise<void> {
		const options = { ...this.launch, env: { ...this.launch.env, ...env } };
		const child = launch(options, [this.command]);
		this.child = child;
		await waitUntil(
			async () => {
				if (hasEnded(child)) throw new Error(`n8n ended while starting.\n${this.logTail()}`);
				return await this.isReady();
			},
			{ for: `n8n ${this.command}`, within: START_MS, otherwise: () => this.logTail() },
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

	/** Kills n8n without a shutdown, like a power cut. */
	async kill(): Promise<void> {
		const { child } = this;
		if (!child) return;
		killGroup(child);
		await exit(child);
		this.child = undefined;
	}

	async dispose(): Promise<void> {
		await this.stop();
		process.off('exit', this.onExit);
	}

	logTail(): string {
		return lastLines(readLog(this.launch.logFile));
	}

	private async isReady(): Promise<boolean> {
		try {
			return (await fetch(`${this.url}/healthz/readiness`)).ok;
		} catch {
			return false;
		}
	}
}
