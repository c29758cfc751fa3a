import type { IDataObject } from 'n8n-workflow';

import type { Memory } from '../../../domain/changes/memory';
import { boundedCache, processMap } from '../processMemory';

/** Events handed over together, and what became of their execution. */
export interface Batch {
	/** What to remember once the execution has succeeded. */
	entries: Memory;
	keys: string[];
	subjects: string[];
	startedAt: number;
	/** When nothing is expected from its execution any more, in Unix milliseconds. */
	givenUpAt?: number;
	outcome: 'running' | 'succeeded' | 'notSucceeded';
}

/** What this process knows of a trigger beside what n8n saves for it. */
export interface TriggerRuntime {
	/** A poll is at work: another one would work on the same events. */
	busy: boolean;
	/** No poll has come to its end since the process started. */
	first: boolean;
	/** What n8n called the last poll with. It is the same until n8n registers the trigger anew. */
	registration?: object;
	/**
	 * What n8n is to save for the trigger, as this process knows it. n8n loses it where the node is
	 * renamed or its workflow imported, and with durable polls after the first poll.
	 */
	memory: IDataObject;
	/** Polls in a row that came to nothing. */
	failures: number;
	/** The batch whose execution outlived its poll. */
	batch?: Batch;
	/** Whom something was handed over about a short while ago. */
	recent: ReturnType<typeof boundedCache<number>>;
	/** A mark of what this process has handed over last. The memory it belongs to bears it too. */
	lastHandOver: string;
	/** n8n's workers run what is handed over: it may go on when this process has ended. */
	hasWorkers: boolean;
	/** Of what it told last, and when: another trigger may tell of the same. */
	source?: { name: string; at: number };
}

const RECENT_MS = 2 * 60 * 1000;
const MOST_RECENT = 20_000;
const COMPANY_MS = 24 * 60 * 60 * 1000;

const turns = processMap<TriggerRuntime>();

/** The turn of a trigger in this process. */
export function triggerRuntimeOf(workflowId: string, nodeId: string): TriggerRuntime {
	const key = `${workflowId}:${nodeId}`;
	const turn = turns.get(key) ?? newTurn();
	turns.set(key, turn);
	return turn;
}

function newTurn(): TriggerRuntime {
	return {
		busy: false,
		first: true,
		memory: {},
		failures: 0,
		recent: boundedCache({ max: MOST_RECENT, ttlMs: RECENT_MS }),
		lastHandOver: '',
		hasWorkers: false,
	};
}

/** Whether another trigger of this process has told of the same lately, such as a copy of this one. */
export function hasSiblingTrigger(turn: TriggerRuntime, name: string, now: number): boolean {
	turn.source = { name, at: now };
	return [...turns.values()].some(
		({ source }) => source !== turn.source && source?.name === name && now - source.at < COMPANY_MS,
	);
}

export function markRecent({ recent }: TriggerRuntime, subjects: string[]): void {
	for (const subject of subjects) recent.set(subject, Date.now());
}

export function isRecent({ recent }: TriggerRuntime, subject: string): boolean {
	return recent.has(subject);
}
