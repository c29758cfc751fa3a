const KEEP_MS = 300_000;
const MOST_EXECUTIONS = 20;

interface Execution<T> {
	entries: Map<string, { value: T; at: number }>;
}

/**
 * What one execution has read and written, so that its next node can compare without asking the
 * CRM again. Kept for a few minutes and a few executions only.
 */
export class Snapshots<T> {
	private readonly executions = new Map<string, Execution<T>>();

	get(executionId: string, key: string): T | undefined {
		const entry = this.executions.get(executionId)?.entries.get(key);
		return entry && Date.now() - entry.at < KEEP_MS ? entry.value : undefined;
	}

	set(executionId: string, key: string, value: T): void {
		if (executionId === '') return;
		const execution = this.executions.get(executionId) ?? { entries: new Map() };
		execution.entries.set(key, { value, at: Date.now() });
		this.executions.delete(executionId);
		this.executions.set(executionId, execution);
		const [oldest] = this.executions.keys();
		if (this.executions.size > MOST_EXECUTIONS && oldest !== undefined) {
			this.executions.delete(oldest);
		}
	}

	drop(executionId: string, key: string): void {
		this.executions.get(executionId)?.entries.delete(key);
	}
}
