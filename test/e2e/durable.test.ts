import { describe, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { holdNext, NOTE } from './support/hold';
import { withCrowds } from './support/withCrowds';
import { withStage } from './support/withStage';

const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
const LEGACY = Object.fromEntries(Object.keys(DURABLE).map((name) => [name, 'false']));

describe('With durable polls', () => {
	const stage = withStage({ seed: 'empty', publish: ['01', '07'], env: DURABLE });
	const { gather, arrived, expectOnce, expectNothingLater, tell } = withCrowds(
		'Durable polls',
		stage,
	);

	it('what happens between publishing and the first poll in time arrives', async () => {
		const crowd = gather('Early', 3);
		crowd.book();
		await arrived(crowd);
		expectOnce('Right after publishing', crowd);
	}, 300_000);

	it('everything arrives once', async () => {
		const crowd = gather('Calm', 10);
		crowd.book();
		crowd.book();
		await arrived(crowd);
		expectOnce('In calm', crowd);
	}, 300_000);

	it('n8n killed in the middle of an execution loses nothing', async () => {
		const { sandbox, n8n } = stage();
		const crowd = gather('Killed', 5);
		const hold = holdNext(sandbox, { ...NOTE, skip: 2 });
		crowd.book();
		await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
		const killedAt = Date.now();
		await n8n.kill();
		hold.release();
		await n8n.start();
		await n8n.setUpOwner();
		await arrived(crowd);
		tell(`After a kill the events arrived in ${Date.now() - killedAt} ms`);
		expectOnce('Killed in the middle', crowd);
	}, 300_000);

	it('an outage of ModMed heals by itself', async () => {
		const { faults, journal } = stage().sandbox;
		const down = { kind: 'status', status: 503 } as const;
		const outage = faults.add({
			service: 'modmed',
			path: '*/Appointment*',
			times: 0,
			action: down,
		});
		const crowd = gather('Outage', 3);
		crowd.book();
		const refused = () => journal.count({ service: 'modmed', status: 503 });
		// A poll asks at most three times.
		await waitUntil(() => refused() > 3, { for: 'a second poll to fail', within: 120_000 });
		faults.remove(outage);
		const overAt = Date.now();
		await arrived(crowd);
		tell(`After an outage the events arrived in ${Date.now() - overAt} ms`);
		expectOnce('ModMed down for some polls', crowd);
	}, 300_000);

	it('the memory moves to the other store and back with nothing lost or told twice', async () => {
		const { n8n } = stage();
		const crowd = gather('Moved', 3);
		for (const engine of [LEGACY, DURABLE]) {
			crowd.book();
			await n8n.stop();
			crowd.book();
			await n8n.start(engine);
			await n8n.setUpOwner();
			await arrived(crowd);
		}
		expectOnce('Durable polls off and on again', crowd);
	}, 600_000);

	it('and nothing of all that comes once more', async () => {
		await expectNothingLater();
	}, 300_000);
});
