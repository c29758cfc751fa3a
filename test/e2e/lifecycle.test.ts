import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { practiceSheet } from '../../scripts/demo/sheet';
import { waitUntil } from '../../scripts/n8n/wait';
import { importTemplates } from '../../scripts/templates';
import { holdNext, NOTE } from './support/hold';
import { withCrowds } from './support/withCrowds';
import { withStage } from './support/withStage';

const SYNC = 'modmedSyncAppts1';
const TRIGGER = 'Appointment changed in ModMed';
const CHANGES = {
	service: 'modmed',
	method: 'GET',
	path: '*/Appointment?*_lastUpdated*',
} as const;
/** Longer than the ten seconds between two polls. */
const SLOW_MS = 12_000;

describe('What people do to a running n8n', () => {
	const stage = withStage({ seed: 'empty', publish: ['01', '07'] });
	const crowds = withCrowds('What people do to a running n8n', stage);
	const { gather, arrived, expectOnce, expectNothingLater } = crowds;

	const held = async (size: number, name: string) => {
		const crowd = gather(name, size);
		const hold = holdNext(stage().sandbox, { ...NOTE, skip: 1 });
		crowd.book();
		await waitUntil(() => hold.hasCome, { for: 'an execution to be held', within: 60_000 });
		return { crowd, hold };
	};

	it('a poll that outlasts the interval meets no second one', async () => {
		const { sandbox } = stage();
		const crowd = gather('Slow', 3);
		sandbox.faults.add({ ...CHANGES, times: 1, action: { kind: 'delay', ms: SLOW_MS } });
		crowd.book();
		await arrived(crowd);
		expectOnce('Polls longer than the interval', crowd);
	}, 300_000);

	it('an edit that is published in the middle of an execution disturbs nothing', async () => {
		const { crowd, hold } = await held(4, 'Edited');
		await stage().n8n.records.edit(SYNC, (node) =>
			node.name === 'Event' ? { ...node, notes: 'Looked at' } : node,
		);
		hold.release();
		await arrived(crowd);
		expectOnce('Edited and published in the middle', crowd);
	}, 300_000);

	it('what happens just before the trigger is renamed is not taken for known', async () => {
		const { sandbox, n8n } = stage();
		const crowd = gather('Renamed', 3);
		// No poll gets through: what happens now falls between the last poll and the new name.
		const down = sandbox.faults.add({
			...CHANGES,
			times: 0,
			action: { kind: 'status', status: 503 },
		});
		crowd.book();
		const { nodes, connections } = await n8n.records.workflow(SYNC);
		const { [TRIGGER]: onward, ...others } = connections;
		expect(onward).toBeDefined();
		const renamed = nodes.map((node) =>
			node.name === TRIGGER ? { ...node, name: 'Changed' } : node,
		);
		await n8n.records.change(SYNC, {
			nodes: renamed as unknown as IDataObject[],
			connections: { ...others, Changed: onward },
		});
		sandbox.faults.remove(down);
		await arrived(crowd);
		expectOnce('The trigger renamed', crowd);
	}, 300_000);

	it('templates imported over a running n8n and published again tell nothing twice', async () => {
		const { n8n } = stage();
		const crowd = gather('Imported', 3);
		crowd.book();
		await importTemplates(n8n, { sheet: practiceSheet(), everyTenSeconds: true });
		crowd.book();
		await n8n.publish([SYNC]);
		crowd.book();
		await arrived(crowd);
		expectOnce('Imported over a running n8n', crowd);
	}, 300_000);

	it('a copy of the template beside it writes no second note', async () => {
		const { n8n } = stage();
		const { nodes, connections, settings } = await n8n.records.workflow(SYNC);
		const copy = await n8n.rest<{ id: string }>('POST', '/rest/workflows', {
			name: 'A copy of the sync',
			nodes: nodes as unknown as IDataObject[],
			connections,
			settings,
		});
		await n8n.publish([copy.id]);
		const crowd = gather('Copied', 5);
		for (let round = 0; round < 2; round++) {
			crowd.book();
			await arrived(crowd);
		}
		await n8n.rest('POST', `/rest/workflows/${copy.id}/deactivate`);
		expectOnce('Two copies published', crowd);
	}, 300_000);

	it('what happens while the template is not published arrives after that', async () => {
		const { n8n } = stage();
		await n8n.rest('POST', `/rest/workflows/${SYNC}/deactivate`);
		const crowd = gather('Away', 3);
		crowd.book();
		await n8n.publish([SYNC]);
		await arrived(crowd);
		expectOnce('Not published for a while', crowd);
	}, 300_000);

	it('n8n restarted in the middle of an execution tells nothing twice', async () => {
		const { n8n } = stage();
		const { crowd, hold } = await held(4, 'Restarted');
		const stopped = n8n.stop();
		await stopped;
		hold.release();
		await n8n.start();
		await n8n.setUpOwner();
		await arrived(crowd);
		expectOnce('Restarted in the middle', crowd);
	}, 300_000);

	it('and nothing of all that comes once more', async () => {
		await expectNothingLater();
	}, 300_000);
});
