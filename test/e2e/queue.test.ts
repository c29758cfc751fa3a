import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import type { N8nProcess } from '../../scripts/n8n/N8nProcess';
import { Crowd } from './support/crowd';
import { describeWithServices, openServices, type Services } from './support/services';
import { withStage } from './support/withStage';

const QUICK = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

describeWithServices('In queue mode', () => {
	let services: Services;
	let workers: N8nProcess[] = [];
	const stage = withStage(async () => {
		services = await openServices();
		return {
			seed: 'empty',
			publish: ['01', '06', '07'],
			env: { ...services.env, ...QUICK },
		};
	});

	beforeAll(async () => {
		const { n8n } = stage();
		workers = [await n8n.addWorker(), await n8n.addWorker()];
		await Promise.all(workers.map(async (worker) => await worker.start()));
	}, 300_000);

	afterAll(async () => await services.dispose());

	const arrived = async (crowd: Crowd) =>
		await waitUntil(() => crowd.allArrived, {
			for: `the notes of ${crowd.name}`,
			within: 180_000,
			otherwise: () => `${JSON.stringify(crowd.tally)}\n${stage().n8n.logTail()}`,
		});

	it('everything arrives once and in order', async () => {
		const crowd = new Crowd(stage().sandbox, 'Calm', 20);
		const start = Date.now();
		for (let i = 0; i < 3; i++) crowd.book();
		await arrived(crowd);
		console.log(crowd.tally, Date.now() - start);
		console.log(stage().n8n.logTail(), workers[0].logTail(), workers[1].logTail());
		expect(crowd.tally).toMatchObject({ lost: 0, doubled: 0, disordered: 0 });
	}, 200_000);
});
