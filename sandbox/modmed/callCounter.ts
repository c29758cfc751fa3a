import type { Clock } from '../http/clock';

const MINUTE = 60_000;

/** Calls of the last minute under the one API key. */
export class CallCounter {
	private times: number[] = [];

	constructor(private readonly clock: Clock) {}

	/** False when this call is one too many. */
	admit(limit: number): boolean {
		const now = this.clock.now().getTime();
		this.times = this.times.filter((time) => time > now - MINUTE);
		if (this.times.length >= limit) return false;
		this.times.push(now);
		return true;
	}

	reset(): void {
		this.times = [];
	}
}
