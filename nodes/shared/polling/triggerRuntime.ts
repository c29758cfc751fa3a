import type { IDataObject } from 'n8n-workflow';

import type { Memory } from '../../../domain/changes/memory';
import { boundedCache, processMap } from '../processMemory';

/** Events handed over together, and the outcome of their execution. */
export interface Batch {
	/** What to remember once the execution has succeeded. */
	entries: Memory;
	keys: string[];
	subjects: string[];
	/** The ID of its event where there is only one. */
	single?: string;
	/** Whether an event that fails for good is set aside. */
	setsAside: boolean;
	/** Unix time in milliseconds after which its execution is taken for failed. */
	overdueAt?: number;
	/** `failed`: it would fail again. `notSucceeded`: time may mend it, or nothing is known. */
	outcome: 'running' | 'succeeded' | 'notSucceeded' | 'failed';
	/** Why it would fail again. */
	reason?: string;
}

/** What this process knows of a trigger beside what n8n saves for it. */
export interface TriggerRuntime {
	/** A poll is running: another one would work on the same events. */
	busy: boolean;
	/** No poll has been completed since the process started. */
	first: boolean;
	/** Unix time in milliseconds of the first poll in this process. */
	startedAt: number;
	/** Unix time in milliseconds at which the last execution that has failed was over; 0 for never. */
	failedAt: number;
	/** The context of the last poll. It is the same until n8n registers the trigger anew. */
	registration?: object;
	/**
	 * What n8n is to save for the trigger, as this process knows it. n8n loses it where the node is
	 * renamed or its workflow imported, and with durable polls after the first poll.
	 */
	memory: IDataObject;
	/** How many polls in a row have failed. */
	failures: number;
	/** The batch whose execution outlived its poll. */
	batch?: Batch;
	/** The subjects of events handed over a short while ago. */
	recent: ReturnType<typeof boundedCache<number>>;
	/** Marks what this process handed over last. The state it belongs to bears it too. */
	lastHandOver: string;
	/** n8n's workers run what is handed over: they may still run it after this process has ended. */
	hasWorkers: boolean;
	/** What it last reported about, and when: another trigger may report the same events. */
	source?: { name: string; at: number };
}

const RECENT_MS = 2 * 60 * 1000;
const MAX_RECENT = 20_000;
const SIBLING_MS = 24 * 60 * 60 * 1000;

const runtimes = processMap<TriggerRuntime>();

/** What this process knows of a trigger. */
export function triggerRuntimeOf(workflowId: string, nodeId: string): TriggerRuntime {
	const key = `${workflowId}:${nodeId}`;
	const runtime = runtimes.get(key) ?? newRuntime();
	runtimes.set(key, runtime);
	return runtime;
}

function newRuntime(): TriggerRuntime {
	return {
		busy: false,
		first: true,
		startedAt: Date.now(),
		failedAt: 0,
		memory: {},
		failures: 0,
		recent: boundedCache({ max: MAX_RECENT, ttlMs: RECENT_MS }),
		lastHandOver: '',
		hasWorkers: false,
	};
}

/** Whether another trigger of this process, such as a copy of this one, has the same source. */
export function hasSiblingTrigger(runtime: TriggerRuntime, name: string, now: number): boolean {
	runtime.source = { name, at: now };
	return [...runtimes.values()].some(
		({ source }) =>
			source !== runtime.source && source?.name === name && now - source.at < SIBLING_MS,
	);
}

export function markRecent({ recent }: TriggerRuntime, subjects: string[]): void {
	for (const subject of subjects) recent.set(subject, Date.now());
}

export function isRecent({ recent }: TriggerRuntime, subject: string): boolean {
	return recent.has(subject);
}
