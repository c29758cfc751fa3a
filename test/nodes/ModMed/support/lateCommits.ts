import { jest } from '@jest/globals';

import type { FaultAction, Sandbox } from '../../../../sandbox';

/** What is waited for within a run takes no time in modules that are loaded after this one. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => undefined,
}));

/** How a create is answered that ModMed may carry out all the same; nothing cuts the connection. */
export const ANSWERS = [502, 504, 500, 503, 408, 400, 422, 409, undefined] as const;

/** ModMed that answers creates one way at once, and carries them out later. */
export class LateCommits {
	private readonly realNow = Date.now.bind(Date);
	private shiftMs = 0;

	constructor(private readonly sandbox: Sandbox) {
		jest.spyOn(Date, 'now').mockImplementation(() => this.realNow() + this.shiftMs);
	}

	/** Hits the next create only. */
	arm(status: number | undefined, seconds: number): void {
		const action: FaultAction = { kind: 'commitsLate', status, ms: seconds * 1000 };
		this.sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient', action });
	}

	/** Time passes for n8n and for ModMed. */
	advance(seconds: number): void {
		this.shiftMs += seconds * 1000;
		this.sandbox.clock.advance(seconds * 1000);
	}

	isoNow(): string {
		return new Date(Date.now()).toISOString();
	}

	stop(): void {
		jest.restoreAllMocks();
	}
}
