/** Numbers that look like chance and are the same for the same seed. */
export class Chance {
	constructor(private state: number) {}

	/** From 0 up to and without `limit`. */
	below(limit: number): number {
		// mulberry32
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
	}

	oneIn(times: number): boolean {
		return this.below(times) === 0;
	}

	of<T>(choices: readonly T[]): T {
		const chosen = choices[this.below(choices.length)];
		if (chosen === undefined) throw new Error('There is nothing to choose from.');
		return chosen;
	}
}
