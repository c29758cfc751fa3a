import type { Sandbox } from '../../../sandbox';
import type { Random } from '../../support/random';

const CHANGES = '*/Appointment?*_lastUpdated*';
const WRITES = [
	['POST', '/contacts/'],
	['POST', '/contacts/*/notes'],
	['POST', '/contacts/*/tags'],
	['DELETE', '/contacts/*/tags'],
	['PUT', '*'],
] as const;

interface KillContext {
	sandbox: Sandbox;
	random: Random;
	kill: () => void;
}

/** A point in the sync at which n8n is killed, recognised by the requests that the sandbox gets. */
export interface KillPoint {
	name: string;
	/** n8n has hardly started, and its first poll is not over yet. */
	isDuringStart?: boolean;
	/** Arranges that `kill` is called once the point is reached. */
	arm: (context: KillContext) => void;
}

/** Within these milliseconds n8n saves the trigger's state and creates the execution. */
const afterPoll: KillPoint = {
	name: 'after the poll',
	arm: ({ sandbox, random, kill }) => {
		const wait = random.below(150);
		const run = () => void setTimeout(kill, wait);
		sandbox.faults.add({ service: 'modmed', path: CHANGES, action: { kind: 'run', run } });
	},
};

/** The CRM does what it was asked, and nobody is left to receive its answer. */
const betweenWriteAndAnswer: KillPoint = {
	name: 'between a write and its answer',
	arm: ({ sandbox, random, kill }) => onWrite(sandbox, random.below(9), kill),
};

const betweenWrites: KillPoint = {
	name: 'between two writes',
	arm: ({ sandbox, random, kill }) => {
		const wait = 1 + random.below(60);
		onWrite(sandbox, random.below(9), () => void setTimeout(kill, wait));
	},
};

/** Moving the opportunity is the sync's last write; the ledger and the acknowledgement follow. */
const afterLastWrite: KillPoint = {
	name: 'before the acknowledgement',
	arm: ({ sandbox, random, kill }) => {
		const wait = 1 + random.below(250);
		const run = () => void setTimeout(kill, wait);
		const action = { kind: 'run', run } as const;
		sandbox.faults.add({ service: 'crm', method: 'PUT', path: '/opportunities/*', action });
	},
};

const anyTime: KillPoint = {
	name: 'at any time',
	arm: ({ random, kill }) => void setTimeout(kill, random.below(15_000)),
};

const duringStart: KillPoint = { ...betweenWrites, name: 'during the start', isDuringStart: true };

const KILL_POINTS = [
	betweenWriteAndAnswer,
	afterPoll,
	afterLastWrite,
	betweenWrites,
	duringStart,
	anyTime,
];

/** All kill points in turn. */
export function killPointOf(number: number): KillPoint {
	const point = KILL_POINTS[number % KILL_POINTS.length];
	if (point === undefined) throw new Error('There are no kill points.');
	return point;
}

/** Kills at a write to the CRM, after the given number of writes. */
function onWrite({ faults }: Sandbox, skip: number, kill: () => void): void {
	let passed = 0;
	const ids: number[] = [];
	const run = () => {
		passed += 1;
		if (passed <= skip) return;
		ids.forEach((id) => faults.remove(id));
		kill();
	};
	for (const [method, path] of WRITES) {
		ids.push(faults.add({ service: 'crm', method, path, times: 0, action: { kind: 'run', run } }));
	}
}
