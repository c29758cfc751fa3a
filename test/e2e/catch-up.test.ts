import { beforeAll, describe, expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import { seed } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import type { SyncCase } from '../support/syncCases';
import { addCase, contactOf, noteOf } from '../support/syncCases';
import { crmWrites } from './support/crmTraffic';
import {
	deleteLedgerRows,
	ledgerAndLog,
	ledgerRow,
	ledgerRows,
	untilFailureReported,
	untilOutcome,
} from './support/ledger';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

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
const fresh: SyncCase = { ...surgical, type: 'rhinoplastyConsult' };
const doubtful: SyncCase = { ...unmapped, type: 'laserHairRemoval' };

describe('What could not be synced', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '06', '07'] });
	const ids = new Map<SyncCase, string>();

	const resourceOf = (one: SyncCase) => `Appointment/${ids.get(one)}`;
	const rowOf = async (one: SyncCase) => await ledgerRow(testbed().n8n, resourceOf(one));
	const untilOutcomeOf = async (one: SyncCase, outcome: 'synced' | 'waiting') =>
		await untilOutcome(testbed().n8n, resourceOf(one), outcome);
	const runByHand = async (id: string) => await testbed().n8n.api.runByHand(id, NODES.runByHand);

	/** The changes happened hours ago: the catch-up leaves the last half hour to the sync. */
	beforeAll(async () => {
		const { sandbox } = testbed();
		sandbox.clock.advance(-2 * HOUR_MS);
		for (const one of [unmapped, mapped, doubtful]) ids.set(one, addCase(sandbox, one));
		sandbox.location.updateContact(contactOf(sandbox, doubtful).id, { dateOfBirth: '1950-01-01' });
		sandbox.clock.reset();
		await untilOutcomeOf(mapped, 'synced');
		await untilOutcomeOf(unmapped, 'waiting');
		await untilOutcomeOf(doubtful, 'waiting');
	}, 300_000);

	it('waits in the ledger with the reason, and without patient data', async () => {
		expect(await rowOf(unmapped)).toMatchObject({
			appointmentType: seed.TYPES.unmapped.name,
			reason: expect.stringContaining('not listed'),
		});
		expect(await rowOf(doubtful)).toMatchObject({
			reason: expect.stringContaining('Not matched to a contact'),
		});
		expect(JSON.stringify(await ledgerRows(testbed().n8n))).not.toMatch(
			/example\.com|Booked|1990|1950/,
		);
	});

	it('is reported to support once', async () => {
		await runByHand(TEMPLATES.reportFailures);
		const reportedAt = String((await rowOf(unmapped))?.reportedAt);
		expect(Date.now() - Date.parse(reportedAt)).toBeLessThan(60_000);
		await runByHand(TEMPLATES.catchUp);
		await runByHand(TEMPLATES.reportFailures);
		expect(await rowOf(unmapped)).toMatchObject({ outcome: 'waiting', reportedAt });
	}, 120_000);

	it('is synced once support has mapped the type', async () => {
		const { n8n, sandbox } = testbed();
		const row = { appointmentType: seed.TYPES.unmapped.name, category: 'Non-Surgical Appointment' };
		await n8n.api.edit(TEMPLATES.syncAppointments, (node) => withMapping(node, row));
		await runByHand(TEMPLATES.catchUp);
		expect(await rowOf(unmapped)).toMatchObject({ outcome: 'synced' });
		expect(noteOf(sandbox, unmapped)).toContain(`Type: ${seed.TYPES.unmapped.name}`);
		const contact = contactOf(sandbox, unmapped);
		expect(sandbox.location.opportunities(contact.id)).toMatchObject([{ stage: 'Booked' }]);
		expect(contact.tags).toEqual(unmapped.tags);
	}, 180_000);

	it('is synced once a person has decided whose contact it is', async () => {
		const { sandbox } = testbed();
		const patient = sandbox.practice
			.patients()
			.find(({ telecom }) => JSON.stringify(telecom).includes('laserhairremoval'));
		const { id } = contactOf(sandbox, doubtful);
		sandbox.location.updateContact(id, { fields: { 'ModMed Patient ID': String(patient?.id) } });
		await runByHand(TEMPLATES.catchUp);
		expect(await rowOf(doubtful)).toMatchObject({ outcome: 'synced' });
		expect(noteOf(sandbox, doubtful)).toContain('Status: Confirmed');
	}, 180_000);

	it('is found if the sync missed it, and nothing is written twice', async () => {
		const { n8n, sandbox } = testbed();
		await deleteLedgerRows(n8n, 'resource', resourceOf(mapped));
		expect(await rowOf(mapped)).toBeUndefined();
		sandbox.journal.clear();
		await runByHand(TEMPLATES.catchUp);
		expect(await rowOf(mapped)).toMatchObject({ outcome: 'synced' });
		expect(sandbox.location.notes(contactOf(sandbox, mapped).id)).toHaveLength(1);
		expect(crmWrites(sandbox)).toEqual([]);
	}, 180_000);

	it('is reported as a failing workflow while the CRM is down, and is synced by itself afterwards', async () => {
		const { n8n, sandbox } = testbed();
		const down = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'crm', times: 0, action: down });
		ids.set(surgical, addCase(sandbox, surgical));
		const report = await untilFailureReported(n8n, 'delivered again at the next poll');
		expect(report.resource).toMatch(/^Workflow\/Sync ModMed/);
		expect(noteOf(sandbox, surgical)).toBeUndefined();
		sandbox.faults.clear();
		await untilOutcomeOf(surgical, 'synced');
		expect(sandbox.location.notes(contactOf(sandbox, surgical).id)).toHaveLength(1);
	}, 400_000);

	describe('many of one type', () => {
		const BACKLOG = 40;
		/** Far less than they take together. */
		const TIMEOUT_S = 8;

		const booked = new Set<string>();
		const waiting = async () =>
			(await ledgerRows(testbed().n8n)).filter(
				({ resource, outcome }) => outcome === 'waiting' && booked.has(String(resource)),
			).length;

		function bookBacklog(): void {
			const { practice, clock } = testbed().sandbox;
			clock.advance(-2 * HOUR_MS);
			for (let index = 0; index < BACKLOG; index += 1) {
				const { id: patientId } = practice.addPatient({
					firstName: `Backlog${index}`,
					lastName: 'Waiting',
					email: `backlog${index}@example.com`,
					birthDate: '1980-02-02',
				});
				const { id } = practice.book({
					patientId,
					typeCode: seed.TYPES.unmapped.code,
					practitionerId: seed.PROVIDERS.injector.id,
					locationId: seed.LOCATIONS.medSpa.id,
					start: new Date(Date.now() + 24 * HOUR_MS),
				});
				booked.add(`Appointment/${id}`);
			}
			clock.reset();
		}

		it('are synced one by one, and what is new does not wait for them', async () => {
			const { n8n, sandbox } = testbed();
			const { syncAppointments, catchUp } = TEMPLATES;
			const { name: appointmentType } = seed.TYPES.unmapped;
			await n8n.api.edit(syncAppointments, (node) => withoutMapping(node, appointmentType));
			bookBacklog();
			await waitUntil(async () => (await waiting()) === BACKLOG, {
				for: 'all of them to wait',
				within: 240_000,
				otherwise: async () => await ledgerAndLog(n8n),
			});
			const row = { appointmentType, category: 'Non-Surgical Appointment' };
			await n8n.api.edit(syncAppointments, (node) => withMapping(node, row));
			const { settings } = await n8n.api.workflow(syncAppointments);
			const shorter = { settings: { ...settings, executionTimeout: TIMEOUT_S } };
			await n8n.api.change(syncAppointments, shorter);
			sandbox.faults.add({ service: 'crm', times: 0, action: { kind: 'delay', ms: 40 } });
			// The CRM's rate limit is not what is tested here.
			sandbox.crm.settings.burst.max = 500;

			const started = Date.now();
			const drained = n8n.api.runByHand(catchUp, NODES.runByHand);
			ids.set(fresh, addCase(sandbox, fresh));
			await untilOutcomeOf(fresh, 'synced');
			expect(await waiting()).toBeGreaterThan(0);
			await drained;
			expect(Date.now() - started).toBeGreaterThan(TIMEOUT_S * 1000);
			expect(await waiting()).toBe(0);
			const noted = sandbox.location
				.contacts()
				.filter(({ firstName }) => firstName?.startsWith('Backlog'))
				.map(({ id }) => sandbox.location.notes(id).length);
			expect(noted).toEqual(Array(BACKLOG).fill(1));
		}, 600_000);
	});
});

type Row = Record<string, string>;

function withMapping(node: INode, row: Row): INode {
	if (!node.type.endsWith('.categoryMapper')) return node;
	const { mapping = [] } = (node.parameters.mappings ?? {}) as { mapping?: Row[] };
	return { ...node, parameters: { ...node.parameters, mappings: { mapping: [...mapping, row] } } };
}

function withoutMapping(node: INode, appointmentType: string): INode {
	if (!node.type.endsWith('.categoryMapper')) return node;
	const { mapping = [] } = (node.parameters.mappings ?? {}) as { mapping?: Row[] };
	const kept = mapping.filter((row) => row.appointmentType !== appointmentType);
	return { ...node, parameters: { ...node.parameters, mappings: { mapping: kept } } };
}
