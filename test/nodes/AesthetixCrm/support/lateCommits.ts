import { jest } from '@jest/globals';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import type { FaultAction, JournalEntry, Sandbox } from '../../../../sandbox';

/** How a create is answered that the CRM carries out all the same, sooner or later. */
export const ANSWERS = {
	'a gateway answers 502': { kind: 'status', status: 502 },
	'a gateway answers 504': { kind: 'status', status: 504 },
	'the CRM answers 500': { kind: 'status', status: 500 },
	'the CRM answers 408': { kind: 'status', status: 408 },
	'the CRM refuses with 400': { kind: 'status', status: 400, body: { message: ['no'] } },
	'the CRM refuses with 422': { kind: 'status', status: 422, body: { message: ['no'] } },
	'the connection breaks': { kind: 'refuse' },
} satisfies Record<string, FaultAction>;

/** The CRM that answers the next create one way, and carries it out some time later. */
export class LateCommits {
	private readonly realNow = Date.now.bind(Date);
	private shiftMs = 0;
	private request: JournalEntry | undefined;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly path: string,
	) {
		jest.spyOn(Date, 'now').mockImplementation(() => this.realNow() + this.shiftMs);
	}

	/** Hits the next create only. */
	arm(action: FaultAction): void {
		this.sandbox.faults.add({ service: 'crm', method: 'POST', path: this.path, action });
		this.request = undefined;
	}

	advance(ms: number): void {
		this.shiftMs += ms;
		this.sandbox.clock.advance(ms);
	}

	/** Carries out the request that was answered with the fault. */
	async commit(): Promise<void> {
		const { journal, crm } = this.sandbox;
		const isOurs = ({ fault, method }: JournalEntry) => fault !== undefined && method === 'POST';
		this.request ??= journal.entries({ service: 'crm' }).find(isOurs);
		if (this.request === undefined) throw new Error('No create has been answered with a fault');
		const { path, body } = this.request;
		const answer = await fetch(`${crm.url}${path}`, {
			method: 'POST',
			headers: {
				Authorization: `Bearer ${crm.token}`,
				Version: '2021-07-28',
				'Content-Type': 'application/json',
			},
			body: JSON.stringify(body),
		});
		if (!answer.ok && answer.status !== 400) throw new Error(`Committed with ${answer.status}`);
	}

	/** As another process, or this one after a restart, would know it. */
	restart(): void {
		resetProcessMemory();
	}

	stop(): void {
		jest.restoreAllMocks();
	}
}
