import type { Clock } from '../http/clock';
import { copy } from '../http/json';

interface Version<T> {
	at: number;
	/** Undefined means deleted. */
	value: T | undefined;
}

/** A copy of records that answers as of some time ago, as a search index does. */
export class LaggedIndex<T> {
	private readonly versions = new Map<string, Array<Version<T>>>();

	constructor(private readonly clock: Clock) {}

	record(id: string, value: T | undefined): void {
		const list = this.versions.get(id) ?? [];
		list.push({ at: this.clock.now().getTime(), value: value && copy(value) });
		this.versions.set(id, list);
	}

	all(lagMs: number): T[] {
		const until = this.clock.now().getTime() - lagMs;
		const found: T[] = [];
		for (const list of this.versions.values()) {
			const last = list.findLastIndex((version) => version.at <= until);
			const value = list[last]?.value;
			if (value !== undefined) found.push(copy(value));
			// What a shorter lag could never ask for again need not be kept.
			if (last > 20) list.splice(0, last);
		}
		return found;
	}

	/** Makes everything recorded so far visible at once, as a seed must be. */
	settle(): void {
		for (const list of this.versions.values()) for (const version of list) version.at = 0;
	}

	clear(): void {
		this.versions.clear();
	}
}
