import type { Memory } from '../../../domain/memory';

/** Events handed over together, and what became of their execution. */
export interface Batch {
	/** What to remember once the execution has succeeded. */
	entries: Memory;
	keys: string[];
	subjects: string[];
	startedAt: number;
	outcome: 'running' | 'succeeded' | 'notSucceeded';
}

/** What this process knows of a trigger beside what n8n saves for it. */
export interface Turn {
	/** A poll is at work: another one would work on the same events. */
	busy: boolean;
	/** No poll has come to its end since the process started. */
	first: boolean;
	/** The memory n8n gave to the last poll: another one means that n8n has registered it anew. */
	registration?: object;
	/** Polls in a row that came to nothing. */
	failures: number;
	/** The batch whose execution outlived its poll. */
	batch?: Batch;
	/** When something was last handed over about whom. */
	recent: Map<string, number>;
}

const RECENT_MS = 2 * 60 * 1000;
/** An execution that says nothing for so long is given up. */
const LONGEST_BATCH_MS = 60 * 60 * 1000;

const turns = new Map<string, Turn>();

/** The turn of a trigger in this process. */
export function turnOf(workflowId: string, nodeId: string): Turn {
	const key = `${workflowId}:${nodeId}`;
	const turn = turns.get(key) ?? { busy: false, first: true, failures: 0, recent: new Map() };
	turns.set(key, turn);
	return turn;
}

/** Forgets every turn, as a new process would: for tests. */
export function forgetTurns(): void {
	turns.clear();
}

/** Whether the events handed over last are still being worked on. */
export function isBatchRunning({ batch }: Turn, now: number): boolean {
	return batch?.outcome === 'running' && now - batch.startedAt < LONGEST_BATCH_MS;
}

export function markRecent({ recent }: Turn, subjects: string[], now: number): void {
	for (const subject of subjects) recent.set(subject, now);
	for (const [subject, time] of recent) if (now - time > RECENT_MS) recent.delete(subject);
}

export function isRecent({ recent }: Turn, subject: string, now: number): boolean {
	return now - (recent.get(subject) ?? -Infinity) <= RECENT_MS;
}
