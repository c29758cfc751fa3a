/** All times of the sandbox come from here, so that a test may stop, move or skew them. */
export class Clock {
	private shiftMs = 0;

	constructor(private readonly source: () => Date) {}

	now(): Date {
		return new Date(this.source().getTime() + this.shiftMs);
	}

	advance(ms: number): void {
		this.shiftMs += ms;
	}

	reset(): void {
		this.shiftMs = 0;
	}
}
