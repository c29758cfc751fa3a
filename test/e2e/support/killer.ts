import { setTimeout as pause } from 'node:timers/promises';

import type { Sandbox } from '../../../sandbox';
import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';
import type { Random } from '../../support/random';
import type { KillPoint } from './killPoints';
import { TEMPLATES } from './templates';

/** A kill point that is not reached in this time is replaced by an arbitrary one. */
const LONGEST_WAIT_MS = 40_000;

/**
 * After a kill n8n does not publish a workflow that it was about to start for two minutes. This is
 * less, but still longer than the trigger's first poll may take.
 */
export const SHORT_PUBLICATION_LEASE = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '75',
	N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '2000',
};

/** Kills n8n while events happen. */
export class Killer {
	/** The last request before n8n was killed last. */
	private lastEntryId = 0;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly n8n: N8nHost,
		private readonly random: Random,
	) {}

	/** Lets events happen and kills n8n at the kill point. Returns when it is dead. */
	async killAt(point: KillPoint, playEvents: () => void): Promise<void> {
		const { sandbox, random } = this;
		if (!point.isDuringStart) await this.untilPolled();
		playEvents();
		let isKilled = false;
		const kill = () => {
			// In the same tick as the request: n8n does nothing after it.
			if (!isKilled) void this.n8n.kill();
			isKilled = true;
		};
		point.arm({ sandbox, random, kill });
		const deadline = Date.now() + LONGEST_WAIT_MS;
		while (!isKilled && Date.now() < deadline) await pause(20);
		kill();
		await this.untilDead();
	}

	/** Lets no note be answered, here and in the other CRM, and kills n8n while it waits for both. */
	async killWhileWriting(other: Sandbox, playEvents: () => void): Promise<void> {
		const sandboxes = [this.sandbox, other];
		const notes = { service: 'crm', method: 'POST', path: '*/notes', times: 0 } as const;
		for (const { faults } of sandboxes) faults.add({ ...notes, action: { kind: 'hang' } });
		playEvents();
		const isWriting = ({ journal }: Sandbox) =>
			journal.entries({ service: 'crm', method: 'POST' }).some(({ fault }) => fault === 'hang');
		await waitUntil(() => sandboxes.every(isWriting), {
			for: 'both executions to write their note',
			within: 120_000,
			every: 20,
			otherwise: () => this.n8n.logTail(),
		});
		await this.untilDead();
		other.faults.clear();
	}

	private async untilDead(): Promise<void> {
		await this.n8n.kill();
		this.sandbox.faults.clear();
		this.lastEntryId = this.sandbox.journal.entries().at(-1)?.id ?? 0;
	}

	/** After a start n8n publishes the workflow once more: its trigger polls for the first time. */
	private async untilPolled(): Promise<void> {
		const { journal } = this.sandbox;
		const path = `/rest/workflows/${TEMPLATES.syncAppointments}/publication-status`;
		const hasPolled = async () => {
			const polls = journal.entries({ service: 'modmed', after: this.lastEntryId });
			if (!polls.some(({ query }) => query.includes('_lastUpdated'))) return false;
			return (await this.n8n.rest<{ status: string }>('GET', path)).status !== 'in_progress';
		};
		await waitUntil(hasPolled, {
			for: 'the first poll after the start',
			within: 240_000,
			otherwise: () => this.n8n.logTail(),
		});
	}
}
