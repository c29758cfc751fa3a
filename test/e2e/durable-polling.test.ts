import { describe, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { pauseNext, WRITE_NOTE } from './support/pausedRequest';
import { withPatientGroups } from './support/withPatientGroups';
import { withTestbed } from './support/withTestbed';

const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
const LEGACY = Object.fromEntries(Object.keys(DURABLE).map((name) => [name, 'false']));

describe('With durable polls', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '07'], env: DURABLE });
	const { create, untilNoted, expectNotedOnce, expectNoLateDuplicates, report } = withPatientGroups(
		'Durable polls',
		testbed,
	);

	it('what happens between publishing and the first scheduled poll arrives', async () => {
		const group = create('Early', 3);
		group.book();
		await untilNoted(group);
		expectNotedOnce('Right after publishing', group);
	}, 300_000);

	it('everything arrives once', async () => {
		const group = create('Calm', 10);
		group.book();
		group.book();
		await untilNoted(group);
		expectNotedOnce('In calm', group);
	}, 300_000);

	it('n8n killed during an execution loses nothing', async () => {
		const { sandbox, n8n } = testbed();
		const group = create('Killed', 5);
		const note = pauseNext(sandbox, { ...WRITE_NOTE, skip: 2 });
		group.book();
		await waitUntil(() => note.hasArrived, { for: 'an execution to write a note', within: 60_000 });
		const killedAt = Date.now();
		await n8n.kill();
		note.resume();
		await n8n.start();
		await n8n.setUpOwner();
		await untilNoted(group);
		report(`After a kill the events arrived in ${Date.now() - killedAt} ms`);
		expectNotedOnce('Killed in the middle', group);
	}, 300_000);

	it('after an outage of ModMed the sync recovers by itself', async () => {
		const { faults, journal } = testbed().sandbox;
		const down = { kind: 'status', status: 503 } as const;
		const outage = faults.add({
			service: 'modmed',
			path: '*/Appointment*',
			times: 0,
			action: down,
		});
		const group = create('Outage', 3);
		group.book();
		const refused = () => journal.count({ service: 'modmed', status: 503 });
		// A poll tries at most three times.
		await waitUntil(() => refused() > 3, { for: 'a second poll to fail', within: 120_000 });
		faults.remove(outage);
		const overAt = Date.now();
		await untilNoted(group);
		report(`After an outage the events arrived in ${Date.now() - overAt} ms`);
		expectNotedOnce('ModMed down for some polls', group);
	}, 300_000);

	it("the trigger's state moves to the other store and back: nothing is lost or noted twice", async () => {
		const { n8n } = testbed();
		const group = create('Moved', 3);
		for (const engine of [LEGACY, DURABLE]) {
			group.book();
			await n8n.stop();
			group.book();
			await n8n.start(engine);
			await n8n.setUpOwner();
			await untilNoted(group);
		}
		expectNotedOnce('Durable polls off and on again', group);
	}, 600_000);

	it('no event of these tests has been noted twice since', async () => {
		await expectNoLateDuplicates();
	}, 300_000);
});
