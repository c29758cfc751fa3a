import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { readLog } from '../../scripts/n8n/command';
import type { N8nProcess } from '../../scripts/n8n/N8nProcess';
import { waitUntil } from '../../scripts/n8n/wait';
import { gateTo, type Gate } from './support/gate';
import { holdNext, NOTE } from './support/hold';
import { describeWithServices, openServices, REDIS, type Services } from './support/services';
import { withCrowds } from './support/withCrowds';
import { withStage } from './support/withStage';

const SYNC = 'modmedSyncAppts1';
const PATIENTS = 'modmedSyncPatnt1';
const READS_CHANGES = {
	service: 'modmed',
	method: 'GET',
	path: '*/Appointment?*_lastUpdated*',
} as const;
/** How long after its reading of ModMed the main process dies. More rounds: QUEUE_KILLS=20. */
const KILLS = Number(process.env.QUEUE_KILLS ?? 2);
/** Nothing has to wait for the CRM's limit, but where that is what it is about. */
const WIDE = { max: 1_000, intervalMs: 10_000 };
const TIGHT = { max: 50, intervalMs: 5_000 };
/** A node gives an answer up after half a minute. */
const MOST_HELD_MS = 25_000;
/** Longer than Redis needs to tell that a job is done, shorter than n8n bears to be without it. */
const OUTAGE_MS = 6_000;

/**
 * By default a worker's death is noticed after up to a minute and a half: its lock holds for a
 * minute, and every half minute the other workers look for locks that have run out.
 */
const NOTICED_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '4000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

describeWithServices('In queue mode, with two workers', () => {
	let services: Services;
	let gate: Gate;
	const workers: N8nProcess[] = [];

	const stage = withStage(async () => {
		services = await openServices();
		gate = await gateTo(REDIS);
		const throughGate = {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: `${gate.port}`,
		};
		const env = { ...services.env, ...NOTICED_SOON, ...throughGate };
		return { seed: 'empty', publish: ['01', '07'], env };
	});

	beforeAll(async () => {
		const { QUEUE_BULL_REDIS_HOST = '', QUEUE_BULL_REDIS_PORT = '' } = services.env;
		// One execution each: what comes next while one is at work goes to the other.
		const own = {
			QUEUE_BULL_REDIS_HOST,
			QUEUE_BULL_REDIS_PORT,
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
		};
		stage().sandbox.crm.settings.burst = WIDE;
		for (let count = 0; count < 2; count++) workers.push(await stage().n8n.addWorker(own));
		await Promise.all(workers.map(async (worker) => await worker.start()));
	}, 300_000);

	afterAll(async () => {
		await gate?.dispose();
		await services?.dispose();
	}, 60_000);

	const log = () => workers.map((worker) => worker.logTail()).join('\n');
	const crowds = withCrowds('Queue mode', stage, log);
	const { gather, arrived, expectOnce, expectNothingLater, tell } = crowds;

	/** Keys of the events handed over and not confirmed, as n8n's database knows them. */
	async function inFlight(): Promise<string[]> {
		const [row] = await services.query<{ staticData: IDataObject }>(
			`SELECT "staticData" FROM workflow_entity WHERE id = '${SYNC}'`,
		);
		return [...JSON.stringify(row?.staticData).matchAll(/"(Appointment\/[^"]+)"/g)].map(
			([, key]) => key ?? '',
		);
	}

	const isIdle = () => workers.every((worker) => executionOf(worker) === undefined);

	/** The sync's executions so far, and the worker that is at one of them. */
	async function syncing(): Promise<{ last: number; worker?: N8nProcess }> {
		const rows = await services.query<{ id: number; status: string }>(
			`SELECT id, status FROM execution_entity WHERE "workflowId" = '${SYNC}'`,
		);
		const running = rows.filter(({ status }) => status === 'running').map(({ id }) => String(id));
		const isAtIt = (worker: N8nProcess) => running.includes(executionOf(worker) ?? '');
		return { last: Math.max(0, ...rows.map(({ id }) => id)), worker: workers.find(isAtIt) };
	}

	/** A trigger goes on with the settings of the day it was published, whatever is saved later. */
	async function endExecutionsAfter(seconds: number) {
		const { n8n } = stage();
		const { settings } = await n8n.records.workflow(SYNC);
		await n8n.rest('POST', `/rest/workflows/${SYNC}/deactivate`);
		await n8n.records.change(SYNC, { settings: { ...settings, executionTimeout: seconds } });
	}

	it('everything arrives once and in order, wave after wave', async () => {
		const crowd = gather('Calm', 20);
		for (let round = 0; round < 2; round++) crowd.book();
		await arrived(crowd);
		expectOnce('Two workers at work', crowd);
		expect(crowd.stages).toEqual(['Booked']);
	}, 300_000);

	it('the memory moves on only when a worker has succeeded', async () => {
		const { sandbox } = stage();
		const hold = holdNext(sandbox, NOTE);
		const crowd = gather('Held', 3);
		crowd.book();
		await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
		const { last } = await syncing();
		const polls = () => sandbox.journal.count({ service: 'modmed', path: '/Appointment' });
		const before = polls();
		// A whole interval goes by: n8n polls, and nothing may be handed over again.
		await pause(11_000);
		expect(await inFlight()).toHaveLength(3);
		expect([(await syncing()).last, polls()]).toEqual([last, before]);
		const since = Date.now();
		hold.release();
		await arrived(crowd);
		const next = gather('Next', 1);
		next.book();
		await arrived(next);
		tell(`The next event was in the CRM ${Date.now() - since} ms after a held execution`);
		expect(await inFlight()).toHaveLength(1);
		expectOnce('An execution held for longer than an interval', crowd);
	}, 300_000);

	it('a worker that is killed in the middle loses nothing: the other one takes over', async () => {
		const { sandbox } = stage();
		const crowd = gather('Killed', 10);
		const hold = holdNext(sandbox, { ...NOTE, skip: 4 });
		crowd.book();
		await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
		const { worker: victim } = await syncing();
		expect(victim).toBeDefined();
		const killedAt = Date.now();
		await victim?.kill();
		hold.release();
		await arrived(crowd);
		tell(`A killed worker's events arrived after ${Date.now() - killedAt} ms`);
		expectOnce('A worker killed', crowd);
		await victim?.start();
	}, 300_000);

	it('a main process killed while a worker writes leaves one note of each event', async () => {
		const { sandbox, n8n } = stage();
		const crowd = gather('Orphan', 5);
		const hold = holdNext(sandbox, NOTE);
		crowd.book();
		await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
		// The worker's write waits while the new main process delivers its event again, but not for
		// longer than a node waits for an answer.
		const late = setTimeout(hold.release, MOST_HELD_MS);
		await n8n.kill();
		await n8n.start();
		await n8n.setUpOwner();
		await arrived(crowd);
		clearTimeout(late);
		hold.release();
		await waitUntil(isIdle, {
			for: 'the workers to be done',
			within: 60_000,
		});
		expectOnce('Main killed in the middle of an execution', crowd);
	}, 300_000);

	it('a main process killed at hand-over loses nothing', async () => {
		const { sandbox, n8n } = stage();
		const crowd = gather('Handed', 5);
		for (let kill = 0; kill < KILLS; kill++) {
			let death: Promise<void> | undefined;
			const run = () => void (death ??= pause(15 + kill * 20).then(async () => await n8n.kill()));
			crowd.book();
			sandbox.faults.add({ ...READS_CHANGES, action: { kind: 'run', run } });
			await waitUntil(() => death !== undefined, { for: 'a poll', within: 60_000 });
			await death;
			await n8n.start();
			await n8n.setUpOwner();
			await arrived(crowd);
		}
		expectOnce(`Main killed ${KILLS} times at hand-over`, crowd);
	}, 600_000);

	// By default only with QUEUE_REDIS_OUTAGE=1: how soon n8n is itself again after it hangs on the load.
	const inLongRuns = process.env.QUEUE_REDIS_OUTAGE ? it : () => undefined;
	inLongRuns(
		'the sync goes on when the end of an execution is never told',
		async () => {
			const { sandbox } = stage();
			await endExecutionsAfter(12);
			const crowd = gather('Untold', 3);
			const hold = holdNext(sandbox, NOTE);
			crowd.book();
			await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
			await gate.bar();
			const barredAt = Date.now();
			hold.release();
			await waitUntil(isIdle, {
				for: 'the workers to be done',
				within: 30_000,
			});
			await pause(Math.max(0, OUTAGE_MS - (Date.now() - barredAt)));
			await gate.open();
			crowd.book();
			await arrived(crowd);
			tell(`After an end that was not told the sync went on in ${Date.now() - barredAt} ms`);
			expectOnce('Redis lost while an execution ended', crowd);
		},
		300_000,
	);

	it('two workers at the same location overrun its limit a little, and nothing is lost', async () => {
		const { sandbox, n8n } = stage();
		await n8n.publish([PATIENTS]);
		const crowd = gather('Burst', 10);
		sandbox.crm.settings.burst = TIGHT;
		sandbox.journal.clear();
		crowd.book();
		crowd.changePatients();
		await arrived(crowd);
		await waitUntil(isIdle, {
			for: 'the workers to be done',
			within: 60_000,
		});
		const calls = sandbox.journal.count({ service: 'crm' });
		const refused = sandbox.journal.count({ service: 'crm', status: 429 });
		tell(`A burst on both workers: ${calls} calls to the CRM, ${refused} refused with 429`);
		expect(refused).toBeLessThan(calls / 5);
		expectOnce('A burst on both workers', crowd);
	}, 300_000);

	it('and nothing of all that comes once more', async () => {
		await expectNothingLater();
	}, 300_000);
});

/** Which execution a worker is at, as its log tells. */
function executionOf(worker: N8nProcess): string | undefined {
	if (!worker.isRunning) return undefined;
	const log = readLog(worker.launch.logFile);
	const started = [...log.matchAll(/Worker started execution (\d+)/g)].at(-1)?.[1];
	const isOver = new RegExp(`Worker (finished|errored while running) execution ${started}\\b`);
	return started !== undefined && !isOver.test(log) ? started : undefined;
}
