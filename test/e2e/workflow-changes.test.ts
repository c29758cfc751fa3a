import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { practiceSheet } from '../../scripts/demo/sheet';
import { waitUntil } from '../../scripts/n8n/wait';
import { importTemplates } from '../../scripts/templates';
import { pauseNext, WRITE_NOTE } from './support/pausedRequest';
import { withPatientGroups } from './support/withPatientGroups';
import { untilOutcome } from './support/ledger';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const SERVICE = { service: 'modmed', method: 'GET' } as const;
const CHANGES = {
	...SERVICE,
	path: '*/Appointment?*_lastUpdated*',
} as const;
/** Longer than the ten seconds between two polls. */
const BEYOND_INTERVAL_MS = 12_000;

describe('What people do to a running n8n', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '07'] });
	const groups = withPatientGroups('What people do to a running n8n', testbed);
	const { create, untilNoted, expectNotedOnce, expectNoLateDuplicates } = groups;

	/** A group whose execution is paused after its first note. */
	const pausedExecution = async (size: number, name: string) => {
		const group = create(name, size);
		const note = pauseNext(testbed().sandbox, { ...WRITE_NOTE, skip: 1 });
		group.book();
		await waitUntil(() => note.hasArrived, { for: 'an execution to write a note', within: 60_000 });
		return { group, note };
	};

	it('while a poll outlasts the interval, no second one starts', async () => {
		const { sandbox } = testbed();
		const group = create('Slow', 3);
		const poll = pauseNext(sandbox, CHANGES);
		group.book();
		await waitUntil(() => poll.hasArrived, { for: 'a poll', within: 60_000 });
		const searches = () => sandbox.journal.count({ ...SERVICE, path: '/Appointment' });
		const before = searches();
		// For as long as n8n's schedule needs to come round again.
		await pause(BEYOND_INTERVAL_MS);
		expect(searches()).toBe(before);
		poll.resume();
		await untilNoted(group);
		expectNotedOnce('Polls longer than the interval', group);
	}, 300_000);

	it('an edit published during an execution loses and repeats nothing', async () => {
		const { group, note } = await pausedExecution(4, 'Edited');
		await testbed().n8n.api.edit(TEMPLATES.syncAppointments, (node) =>
			node.name === NODES.event ? { ...node, notes: 'Looked at' } : node,
		);
		note.resume();
		await untilNoted(group);
		expectNotedOnce('Edited and published in the middle', group);
	}, 300_000);

	it('what happens just before the trigger is renamed is sent all the same', async () => {
		const { sandbox, n8n } = testbed();
		const group = create('Renamed', 3);
		// No poll succeeds: what happens now falls between the last poll and the new name.
		const down = sandbox.faults.add({
			...CHANGES,
			times: 0,
			action: { kind: 'status', status: 503 },
		});
		group.book();
		const { nodes, connections } = await n8n.api.workflow(TEMPLATES.syncAppointments);
		const { [NODES.appointmentChanged]: onward, ...others } = connections;
		expect(onward).toBeDefined();
		const renamed = nodes.map((node) =>
			node.name === NODES.appointmentChanged ? { ...node, name: 'Changed' } : node,
		);
		await n8n.api.change(TEMPLATES.syncAppointments, {
			nodes: renamed as unknown as IDataObject[],
			connections: { ...others, Changed: onward },
		});
		sandbox.faults.remove(down);
		await untilNoted(group);
		expectNotedOnce('The trigger renamed', group);
	}, 300_000);

	it('templates imported into a running n8n and published again send nothing twice', async () => {
		const { n8n } = testbed();
		const group = create('Imported', 3);
		group.book();
		await importTemplates(n8n, { sheet: practiceSheet(), everyTenSeconds: true });
		group.book();
		await n8n.publish([TEMPLATES.recordOutcome, TEMPLATES.syncAppointments]);
		group.book();
		await untilNoted(group);
		expectNotedOnce('Imported over a running n8n', group);
	}, 300_000);

	it('an event whose run fails every time is set aside, and all others arrive', async () => {
		const { sandbox, n8n } = testbed();
		const [poisonous, healthy] = [create('Poisonous', 1), create('Healthy', 3)];
		const { nodes } = await n8n.api.workflow(TEMPLATES.syncAppointments);
		const original = nodes.find(({ name }) => name === NODES.describeSuccess);
		const down = sandbox.faults.add({
			...CHANGES,
			times: 0,
			action: { kind: 'status', status: 503 },
		});
		const [id = ''] = poisonous.book();
		healthy.book();
		await n8n.api.edit(TEMPLATES.syncAppointments, (node) =>
			node.name === NODES.describeSuccess ? failingFor(id, node) : node,
		);
		sandbox.faults.remove(down);
		await untilNoted(healthy);
		const { reason } = await untilOutcome(n8n, `Appointment/${id}`, 'waiting');
		expect(reason).toContain(NODES.describeSuccess);
		expectNotedOnce('Beside a poisonous event', healthy);
		expectNotedOnce('The poisonous event itself', poisonous);
		await n8n.api.edit(TEMPLATES.syncAppointments, (node) =>
			node.name === NODES.describeSuccess
				? { ...node, parameters: original?.parameters ?? {} }
				: node,
		);
	}, 300_000);

	it('a published copy of the template writes no second note', async () => {
		const { n8n } = testbed();
		const { nodes, connections, settings } = await n8n.api.workflow(TEMPLATES.syncAppointments);
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

	it('what happens while the template is unpublished arrives afterwards', async () => {
		const { n8n } = testbed();
		await n8n.rest('POST', `/rest/workflows/${TEMPLATES.syncAppointments}/deactivate`);
		const group = create('Away', 3);
		group.book();
		await n8n.publish([TEMPLATES.syncAppointments]);
		await untilNoted(group);
		expectNotedOnce('Not published for a while', group);
	}, 300_000);

	it('n8n restarted during an execution sends nothing twice', async () => {
		const { n8n } = testbed();
		const { group, note } = await pausedExecution(4, 'Restarted');
		await n8n.stop();
		note.resume();
		await n8n.start();
		await n8n.setUpOwner();
		await untilNoted(group);
		expectNotedOnce('Restarted in the middle', group);
	}, 300_000);

	it('no event of these tests has been noted twice since', async () => {
		await expectNoLateDuplicates();
	}, 300_000);
});

/** The node Edit Fields as somebody has spoiled it: it fails for one appointment. */
function failingFor(id: string, node: INode): INode {
	const { assignments } = node.parameters.assignments as { assignments: IDataObject[] };
	const value = `={{ $('Event').item.json.id === '${id}' ? 'not a number' : 1 }}`;
	const spoiled = [...assignments, { id: 'spoiled', name: 'spoiled', type: 'number', value }];
	const parameters = { ...node.parameters, assignments: { assignments: spoiled } };
	return { ...node, parameters: parameters as INode['parameters'] };
}
