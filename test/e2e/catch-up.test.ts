import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { seed } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import type { SyncCase } from '../support/syncCases';
import { addCase, contactOf, noteOf } from '../support/syncCases';
import { withTestbed } from './support/withTestbed';

const SYNC = 'modmedSyncAppts1';
const CATCH_UP = 'modmedCatchUpSyn';
const REPORT = 'modmedReportFail';
const HOUR_MS = 3_600_000;

const unmapped: SyncCase = {
	type: 'unmapped',
	status: 'booked',
	pipeline: 'Non-Surgical Pipeline',
	stage: 'Booked',
	tags: ['appointment booked'],
};
const mapped: SyncCase = { ...unmapped, type: 'nonSurgicalConsult' };
const surgical: SyncCase = {
	type: 'surgicalConsult',
	status: 'booked',
	pipeline: 'Surgical Pipeline',
	stage: 'Consult Booked',
	tags: ['appointment booked'],
};
const doubtful: SyncCase = { ...unmapped, type: 'laserHairRemoval' };

describe('What could not be synced', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '06', '07'] });
	const ids = new Map<SyncCase, string>();

	const ledger = async () => await testbed().n8n.records.dataTable('ModMed sync ledger');
	const rowOf = async (one: SyncCase): Promise<IDataObject | undefined> =>
		(await ledger()).find(({ resource }) => resource === `Appointment/${ids.get(one)}`);
	const outcome = async (one: SyncCase, wanted: string) =>
		await waitUntil(async () => (await rowOf(one))?.outcome === wanted, {
			for: `${one.type} to be ${wanted}`,
			within: 120_000,
			otherwise: async () => `${JSON.stringify(await ledger())}\n${testbed().n8n.logTail()}`,
		});

	/** The changes happened hours ago: what is younger than half an hour is left to the sync. */
	beforeAll(async () => {
		const { sandbox } = testbed();
		sandbox.clock.advance(-2 * HOUR_MS);
		for (const one of [unmapped, mapped, doubtful]) ids.set(one, addCase(sandbox, one));
		sandbox.location.updateContact(contactOf(sandbox, doubtful).id, { dateOfBirth: '1950-01-01' });
		sandbox.clock.reset();
		await outcome(mapped, 'synced');
		await outcome(unmapped, 'waiting');
		await outcome(doubtful, 'waiting');
	}, 300_000);

	it('waits in the ledger with the reason, and without patient data', async () => {
		expect(await rowOf(unmapped)).toMatchObject({
			appointmentType: seed.TYPES.unmapped.name,
			reason: expect.stringContaining('not listed'),
		});
		expect(await rowOf(doubtful)).toMatchObject({ reason: expect.stringContaining('Not matched to a contact') });
		expect(JSON.stringify(await ledger())).not.toMatch(/example\.com|Booked|1990|1950/);
	});

	it('is told to support once', async () => {
		const { n8n } = testbed();
		await n8n.records.runByHand(REPORT, 'By hand');
		const told = (await rowOf(unmapped))?.reportedAt;
		expect(told).toEqual(expect.stringMatching(/^2/));
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		await n8n.records.runByHand(REPORT, 'By hand');
		expect(await rowOf(unmapped)).toMatchObject({ outcome: 'waiting', reportedAt: told });
	}, 120_000);

	it('arrives once support has mapped the type', async () => {
		const { n8n, sandbox } = testbed();
		const row = { appointmentType: seed.TYPES.unmapped.name, category: 'Non-Surgical Appointment' };
		await n8n.records.edit(SYNC, (node) => withMapping(node, row));
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		expect(await rowOf(unmapped)).toMatchObject({ outcome: 'synced' });
		expect(noteOf(sandbox, unmapped)).toContain(`Type: ${seed.TYPES.unmapped.name}`);
		const contact = contactOf(sandbox, unmapped);
		expect(sandbox.location.opportunities(contact.id)).toMatchObject([{ stage: 'Booked' }]);
		expect(contact.tags).toEqual(unmapped.tags);
	}, 180_000);

	it('arrives once a person has settled whose contact it is', async () => {
		const { n8n, sandbox } = testbed();
		const patient = sandbox.practice
			.patients()
			.find(({ telecom }) => JSON.stringify(telecom).includes('laserhairremoval'));
		const { id } = contactOf(sandbox, doubtful);
		sandbox.location.updateContact(id, { fields: { 'ModMed Patient ID': String(patient?.id) } });
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		expect(await rowOf(doubtful)).toMatchObject({ outcome: 'synced' });
		expect(noteOf(sandbox, doubtful)).toContain('Status: Confirmed');
	}, 180_000);

	it('was missed, and is found without writing anything twice', async () => {
		const { n8n, sandbox } = testbed();
		const row = await rowOf(mapped);
		const table = await n8n.records.dataTableOf('ModMed sync ledger');
		await n8n.rest('DELETE', `${table}/rows?filter=${filterFor(row?.id)}`);
		expect(await rowOf(mapped)).toBeUndefined();
		sandbox.journal.clear();
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		expect(await rowOf(mapped)).toMatchObject({ outcome: 'synced' });
		expect(sandbox.location.notes(contactOf(sandbox, mapped).id)).toHaveLength(1);
		const writes = sandbox.journal
			.entries({ service: 'crm' })
			.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
		expect(writes).toEqual([]);
	}, 180_000);

	it('is told as a failing workflow while the CRM is down, and arrives by itself after that', async () => {
		const { n8n, sandbox } = testbed();
		const down = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'crm', times: 0, action: down });
		ids.set(surgical, addCase(sandbox, surgical));
		const failing = async () =>
			(await ledger()).find(({ resource }) => String(resource).startsWith('Workflow/Sync ModMed'));
		await waitUntil(failing, {
			for: 'the failure to be told',
			within: 150_000,
			otherwise: async () => `${JSON.stringify(await ledger())}\n${n8n.logTail()}`,
		});
		expect(await failing()).toMatchObject({
			outcome: 'failing',
			reason: expect.stringContaining('delivered again at the next poll'),
		});
		expect(noteOf(sandbox, surgical)).toBeUndefined();
		sandbox.faults.clear();
		await outcome(surgical, 'synced');
		expect(sandbox.location.notes(contactOf(sandbox, surgical).id)).toHaveLength(1);
	}, 400_000);
});

function filterFor(id: unknown): string {
	const filter = { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: id }] };
	return encodeURIComponent(JSON.stringify(filter));
}

type Row = Record<string, string>;

function withMapping(node: INode, row: Row): INode {
	if (!node.type.endsWith('.categoryMapper')) return node;
	const { mapping = [] } = (node.parameters.mappings ?? {}) as { mapping?: Row[] };
	return { ...node, parameters: { ...node.parameters, mappings: { mapping: [...mapping, row] } } };
}
