import { setTimeout as pause } from 'node:timers/promises';

import type { Sandbox } from '../../../sandbox';
import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';
import type { Random } from '../../support/random';

const SYNC = 'modmedSyncAppts1';
const CHANGES = '*/Appointment?*_lastUpdated*';
const WRITES = [
	['POST', '/contacts/'],
	['POST', '/contacts/*/notes'],
	['POST', '/contacts/*/tags'],
	['DELETE', '/contacts/*/tags'],
	['PUT', '*'],
] as const;
/** A moment that does not come is made up for by any other. */
const LONGEST_WAIT_MS = 40_000;

/** Where in the course of things n8n is killed, by what the sandbox sees of it. */
interface KillPoint {
	name: string;
	/** n8n has hardly started, and its first poll is not over yet. */
	isEarly?: boolean;
	/** Puts the trap up that strikes when the moment has come. */
	arm: (trap: KillContext) => void;
}

interface KillContext {
	sandbox: Sandbox;
	random: Random;
	kill: () => void;
}

/** n8n saves the trigger's state and creates the execution in these milliseconds. */
const afterThePoll: KillPoint = {
	name: 'after the poll',
	arm: ({ sandbox, random, kill: strike }) => {
		const wait = random.below(150);
		const run = () => void setTimeout(strike, wait);
		sandbox.faults.add({ service: 'modmed', path: CHANGES, action: { kind: 'run', run } });
	},
};

/** The CRM does what it was asked, and there is nobody left to hear its answer. */
const committedUnanswered: KillPoint = {
	name: 'between commit and answer',
	arm: ({ sandbox, random, kill: strike }) => onWrite(sandbox, random.below(9), strike),
};

const betweenCalls: KillPoint = {
	name: 'between two calls',
	arm: ({ sandbox, random, kill: strike }) => {
		const wait = 1 + random.below(60);
		onWrite(sandbox, random.below(9), () => void setTimeout(strike, wait));
	},
};

/** Moving the opportunity is the sync's last write; the ledger and the acknowledgement follow. */
const afterTheLastWrite: KillPoint = {
	name: 'before the acknowledgement',
	arm: ({ sandbox, random, kill: strike }) => {
		const wait = 1 + random.below(250);
		const run = () => void setTimeout(strike, wait);
		const action = { kind: 'run', run } as const;
		sandbox.faults.add({ service: 'crm', method: 'PUT', path: '/opportunities/*', action });
	},
};

const anyMoment: KillPoint = {
	name: 'any moment',
	arm: ({ random, kill: strike }) => void setTimeout(strike, random.below(15_000)),
};

const whileStarting: KillPoint = { ...betweenCalls, name: 'while n8n starts', isEarly: true };

const KILL_POINTS = [
	committedUnanswered,
	afterThePoll,
	afterTheLastWrite,
	betweenCalls,
	whileStarting,
	anyMoment,
];

/** The moments in turn. */
export function killPointOf(number: number): KillPoint {
	const moment = KILL_POINTS[number % KILL_POINTS.length];
	if (moment === undefined) throw new Error('There are moments.');
	return moment;
}

/**
 * n8n leaves a workflow alone for two minutes that it was about to start when it was killed. Here
 * it is less, but still longer than the trigger's first poll may take.
 */
export const SHORT_PUBLICATION_LEASE = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '75',
	N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '2000',
};

/** Kills n8n at moments of all kinds. */
export class Killer {
	/** The last request before n8n died last. */
	private lastEntryId = 0;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly n8n: N8nHost,
		private readonly random: Random,
	) {}

	/** Lets events happen and kills n8n when the moment comes. Returns when it is dead. */
	async killAt(moment: KillPoint, letHappen: () => void): Promise<void> {
		const { sandbox, random } = this;
		if (!moment.isEarly) await this.untilPolled();
		letHappen();
		let hasCome = false;
		const strike = () => {
			// From here on n8n does not do a thing any more.
			if (!hasCome) void this.n8n.kill();
			hasCome = true;
		};
		moment.arm({ sandbox, random, kill: strike });
		const deadline = Date.now() + LONGEST_WAIT_MS;
		while (!hasCome && Date.now() < deadline) await pause(20);
		strike();
		await this.untilDead();
	}

	/** Holds every note back, here and elsewhere, and kills n8n while it waits to have them written. */
	async killWhileHeld(elsewhere: Sandbox, letHappen: () => void): Promise<void> {
		const worlds = [this.sandbox, elsewhere];
		const notes = { service: 'crm', method: 'POST', path: '*/notes', times: 0 } as const;
		for (const { faults } of worlds) faults.add({ ...notes, action: { kind: 'hang' } });
		letHappen();
		const isHeld = ({ journal }: Sandbox) =>
			journal.entries({ service: 'crm', method: 'POST' }).some(({ fault }) => fault === 'hang');
		await waitUntil(() => worlds.every(isHeld), {
			for: 'both executions to write their note',
			within: 120_000,
			every: 20,
			otherwise: () => this.n8n.logTail(),
		});
		await this.untilDead();
		elsewhere.faults.clear();
	}

	private async untilDead(): Promise<void> {
		await this.n8n.kill();
		this.sandbox.faults.clear();
		this.lastEntryId = this.sandbox.journal.entries().at(-1)?.id ?? 0;
	}

	/** After a start n8n publishes the workflow once more, by which its trigger polls for the first time. */
	private async untilPolled(): Promise<void> {
		const { journal } = this.sandbox;
		const path = `/rest/workflows/${SYNC}/publication-status`;
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

/** Strikes at a write of the CRM once it has let so many pass. */
function onWrite({ faults }: Sandbox, skip: number, strike: () => void): void {
	let passed = 0;
	const ids: number[] = [];
	const run = () => {
		passed += 1;
		if (passed <= skip) return;
		ids.forEach((id) => faults.remove(id));
		strike();
	};
	for (const [method, path] of WRITES) {
		ids.push(faults.add({ service: 'crm', method, path, times: 0, action: { kind: 'run', run } }));
	}
}
