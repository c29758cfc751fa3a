import { performance } from 'node:perf_hooks';

interface Task {
	/** On the scale of `elapsedMs`. */
	dueAt: number;
	run: () => void;
	timer?: NodeJS.Timeout;
}

/** All times of the sandbox come from here, so that a test may stop, move or skew them. */
export class Clock {
	private shiftMs = 0;
	private tasks: Task[] = [];

	constructor(private readonly source: () => Date) {}

	now(): Date {
		return new Date(this.source().getTime() + this.shiftMs);
	}

	/** What is due by then is done before this returns, the earliest first. */
	advance(ms: number): void {
		this.shiftMs += ms;
		this.runDue();
	}

	/** Runs this when so much time has passed, in reality or by `advance`. */
	after(ms: number, run: () => void): void {
		const task: Task = { dueAt: this.elapsedMs() + ms, run };
		this.tasks.push(task);
		this.arm(task);
	}

	/** What has been planned is forgotten. */
	reset(): void {
		this.shiftMs = 0;
		for (const { timer } of this.tasks) clearTimeout(timer);
		this.tasks = [];
	}

	/** Not the time of `source`, which a test may have stopped. */
	private elapsedMs(): number {
		return performance.now() + this.shiftMs;
	}

	private runDue(): void {
		const now = this.elapsedMs();
		const due = this.tasks.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
		this.tasks = this.tasks.filter(({ dueAt }) => dueAt > now);
		for (const { timer, run } of due) {
			clearTimeout(timer);
			run();
		}
		this.tasks.forEach((task) => this.arm(task));
	}

	private arm(task: Task): void {
		clearTimeout(task.timer);
		task.timer = setTimeout(() => this.runDue(), Math.ceil(task.dueAt - this.elapsedMs()));
		task.timer.unref();
	}
}
