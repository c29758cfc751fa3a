import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { practiceSheet } from '../../scripts/demo/sheet';
import { waitUntil } from '../../scripts/n8n/wait';
import { importTemplates } from '../../scripts/templates';
import { pauseNext, WRITE_NOTE } from './support/pausedRequest';
import { withPatientGroups } from './support/withPatientGroups';
import { withTestbed } from './support/withTestbed';

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
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '07'] });
	const groups = withPatientGroups('What people do to a running n8n', testbed);
	const { create, untilNoted, expectNotedOnce, expectNoLateDuplicates } = groups;

	const held = async (size: number, name: string) => {
		const group = create(name, size);
		const hold = pauseNext(testbed().sandbox, { ...WRITE_NOTE, skip: 1 });
		group.book();
		await waitUntil(() => hold.hasArrived, { for: 'an execution to be held', within: 60_000 });
		return { group, hold };
	};

	it('a poll that outlasts the interval meets no second one', async () => {
		const { sandbox } = testbed();
		const group = create('Slow', 3);
		sandbox.faults.add({ ...CHANGES, times: 1, action: { kind: 'delay', ms: SLOW_MS } });
		group.book();
		await untilNoted(group);
		expectNotedOnce('Polls longer than the interval', group);
	}, 300_000);

	it('an edit that is published in the middle of an execution disturbs nothing', async () => {
		const { group, hold } = await held(4, 'Edited');
		await testbed().n8n.records.edit(SYNC, (node) =>
			node.name === 'Event' ? { ...node, notes: 'Looked at' } : node,
		);
		hold.resume();
		await untilNoted(group);
		expectNotedOnce('Edited and published in the middle', group);
	}, 300_000);

	it('what happens just before the trigger is renamed is not taken for known', async () => {
		const { sandbox, n8n } = testbed();
		const group = create('Renamed', 3);
		// No poll gets through: what happens now falls between the last poll and the new name.
		const down = sandbox.faults.add({
			...CHANGES,
			times: 0,
			action: { kind: 'status', status: 503 },
		});
		group.book();
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
		await untilNoted(group);
		expectNotedOnce('The trigger renamed', group);
	}, 300_000);

	it('templates imported over a running n8n and published again tell nothing twice', async () => {
		const { n8n } = testbed();
		const group = create('Imported', 3);
		group.book();
		await importTemplates(n8n, { sheet: practiceSheet(), everyTenSeconds: true });
		group.book();
		await n8n.publish([SYNC]);
		group.book();
		await untilNoted(group);
		expectNotedOnce('Imported over a running n8n', group);
	}, 300_000);

	it('a copy of the template beside it writes no second note', async () => {
		const { n8n } = testbed();
		const { nodes, connections, settings } = await n8n.records.workflow(SYNC);
		const copy = await n8n.rest<{ id: string }>('POST', '/rest/workflows', {
			name: 'A copy of the sync',
			nodes: nodes as unknown as IDataObject[],
			connections,
			settings,
		});
		await n8n.publish([copy.id]);
		const group = create('Copied', 5);
		for (let round = 0; round < 2; round++) {
			group.book();
			await untilNoted(group);
		}
		await n8n.rest('POST', `/rest/workflows/${copy.id}/deactivate`);
		expectNotedOnce('Two copies published', group);
	}, 300_000);

	it('what happens while the template is not published arrives after that', async () => {
		const { n8n } = testbed();
		await n8n.rest('POST', `/rest/workflows/${SYNC}/deactivate`);
		const group = create('Away', 3);
		group.book();
		await n8n.publish([SYNC]);
		await untilNoted(group);
		expectNotedOnce('Not published for a while', group);
	}, 300_000);

	it('n8n restarted in the middle of an execution tells nothing twice', async () => {
		const { n8n } = testbed();
		const { group, hold } = await held(4, 'Restarted');
		const stopped = n8n.stop();
		await stopped;
		hold.resume();
		await n8n.start();
		await n8n.setUpOwner();
		await untilNoted(group);
		expectNotedOnce('Restarted in the middle', group);
	}, 300_000);

	it('and nothing of all that comes once more', async () => {
		await expectNoLateDuplicates();
	}, 300_000);
});
