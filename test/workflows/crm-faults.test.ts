import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { startSandbox, type Fault, type FaultAction, type Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import { withoutWait } from '../../scripts/templates';
import {
	BEFORE,
	BOOKED,
	DONE,
	NEW_CONTACT,
	READS,
	REFUSED_AND_DONE,
	UNDONE,
	WRITES,
} from '../support/crmFaults';
import { Patient } from '../support/patient';
import { readTemplate, runTemplate, type TemplateRun } from '../support/runTemplate';

const TOMORROW_MS = 86_400_000;

let sandbox: Sandbox;
const everybody: Patient[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	// Waiting for the next interval is not what is looked at here.
	sandbox.crm.settings.burst.intervalMs = 200;
});
afterAll(async () => await sandbox.stop());

const template = readTemplate('01-sync-appointments.json');
const withSheet = {
	...template,
	nodes: template.nodes.map((node) =>
		node.type.endsWith('.categoryMapper')
			? { ...node, parameters: { ...node.parameters, mappings: { mapping: practiceSheet() } } }
			: withoutWait(node),
	) as INode[],
};

function arrive(hasContact = true): Patient {
	sandbox.journal.clear();
	const name = `Matrix${everybody.length}`;
	const patient = new Patient(sandbox, name, { tags: BEFORE, hasContact });
	everybody.push(patient);
	patient.book(new Date(Date.now() + TOMORROW_MS));
	return patient;
}

/** The trigger's delivery of a patient's only event, for the so-manieth time. */
async function deliver(patient: Patient, attempt: number): Promise<TemplateRun> {
	const [key = ''] = patient.expected;
	const id = key.slice(key.indexOf('/') + 1, key.indexOf('#'));
	const found = sandbox.practice.appointments().find((one) => one.id === id);
	const { lastUpdated } = (found?.meta ?? {}) as { lastUpdated?: string };
	const event: IDataObject = {
		event: 'appointmentChanged',
		key,
		resourceType: 'Appointment',
		id,
		lastUpdated,
		reasons: ['new'],
		lookFirst: attempt > 1,
		attempt,
	};
	return await runTemplate(withSheet, { sandbox, items: [event] });
}

const outcomes = ({ items }: TemplateRun) =>
	['Write the success', 'Write to the ledger'].flatMap(items).map(({ outcome }) => outcome);

const fault = (request: Partial<Fault>, action: FaultAction, times = 1) =>
	sandbox.faults.add({ service: 'crm', ...request, times, action });

/** Delivered until it is synced, as the trigger and Catch up do. */
async function deliverUntilSynced(patient: Patient): Promise<number> {
	for (let attempt = 1; attempt <= 4; attempt += 1) {
		const run = await deliver(patient, attempt);
		if (!run.error && outcomes(run).includes('synced')) return attempt;
	}
	throw new Error(`${patient.firstName} is not synced after four deliveries`);
}

function expectRight(patient: Patient): void {
	expect(patient.contacts).toHaveLength(1);
	expect(patient.noted).toEqual(patient.expected);
	expect(patient.state.tags).toEqual(BOOKED.tags);
	if (patient.opportunityId) expect(patient.state.stage).toBe(BOOKED.stage);
}

const hits = () =>
	sandbox.journal.entries({ service: 'crm' }).filter((entry) => entry.fault).length;

const writesOf = ({ contactId }: Patient) =>
	sandbox.journal.entries({ service: 'crm', method: 'POST', path: `${contactId}/notes` }).length;

describe.each(Object.entries(UNDONE))('a request comes to nothing: %s', (_name, action) => {
	it.each(Object.entries({ ...READS, ...WRITES }))('%s', async (_what, requestOf) => {
		const patient = arrive();
		fault(requestOf(patient), action, 3);
		await deliverUntilSynced(patient);
		expect(hits()).toBeGreaterThan(0);
		sandbox.faults.clear();
		await deliver(patient, 2);
		expectRight(patient);
	});

	it('the look after a note whose answer was lost', async () => {
		const patient = arrive();
		const { method, path } = WRITES.note?.(patient) ?? {};
		fault({ method, path }, { kind: 'loseAnswer' });
		fault({ method: 'GET', path }, action, 3);
		await deliverUntilSynced(patient);
		expect(hits()).toBeGreaterThan(1);
		sandbox.faults.clear();
		expectRight(patient);
		expect(writesOf(patient)).toBe(1);
	});

	it('the new contact', async () => {
		const patient = arrive(false);
		fault(NEW_CONTACT, action, 3);
		await deliverUntilSynced(patient);
		sandbox.faults.clear();
		await deliver(patient, 2);
		expectRight(patient);
	});
});

describe.each(Object.entries(DONE))('a write is done, and its answer is: %s', (_name, action) => {
	it.each(Object.entries(WRITES))('%s', async (_what, requestOf) => {
		const patient = arrive();
		fault(requestOf(patient), action);
		expect(await deliverUntilSynced(patient)).toBe(1);
		expectRight(patient);
		expect(writesOf(patient)).toBe(1);
		// The same when the process has died before the look: delivered again.
		fault(requestOf(patient), action, 0);
		await deliver(patient, 2);
		sandbox.faults.clear();
		expectRight(patient);
		expect(writesOf(patient)).toBe(1);
	});

	it('the new contact', async () => {
		const patient = arrive(false);
		fault(NEW_CONTACT, action);
		expect(await deliverUntilSynced(patient)).toBe(1);
		expectRight(patient);
	});

	it('every write at once, and again and again', async () => {
		const patient = arrive();
		for (const requestOf of Object.values(WRITES)) fault(requestOf(patient), action, 0);
		await deliverUntilSynced(patient);
		sandbox.faults.clear();
		expectRight(patient);
		expect(writesOf(patient)).toBe(1);
	});
});

it('a contact that was refused and made all the same is found at once', async () => {
	const patient = arrive(false);
	fault(NEW_CONTACT, REFUSED_AND_DONE);
	expect(await deliverUntilSynced(patient)).toBe(1);
	expectRight(patient);
});

const OUTAGES = ['500', 'a closed connection', '200 with half a JSON'];

describe.each(OUTAGES)('the whole CRM: %s', (name) => {
	it('is waited for twice, then the event waits in the ledger, and is caught up with', async () => {
		const patient = arrive();
		fault({}, { ...UNDONE, ...DONE }[name] ?? { kind: 'refuse' }, 0);
		const tries = [await deliver(patient, 1), await deliver(patient, 2)];
		expect(tries.map(({ error }) => error?.message)).toEqual([
			expect.stringContaining('delivered again at the next poll'),
			expect.stringContaining('delivered again at the next poll'),
		]);
		expect(outcomes(await deliver(patient, 3))).toEqual(['waiting']);
		// Three deliveries of at most three tries each for the one question that comes first.
		expect(sandbox.journal.count({ service: 'crm' })).toBeLessThanOrEqual(9);
		sandbox.faults.clear();
		expect(outcomes(await deliver(patient, 3))).toEqual(['synced']);
		expectRight(patient);
	});
});

it('a CRM that refuses every request as one too many is asked ever more seldom', async () => {
	const patient = arrive();
	fault({}, UNDONE['429 without its headers'] ?? { kind: 'refuse' }, 0);
	expect(outcomes(await deliver(patient, 3))).toEqual(['waiting']);
	expect(sandbox.journal.count({ service: 'crm' })).toBeLessThanOrEqual(12);
	sandbox.faults.clear();
	expect(outcomes(await deliver(patient, 3))).toEqual(['synced']);
	expectRight(patient);
}, 60_000);

it('in all of this nobody got a note, a tag or a contact of somebody else', () => {
	const events = everybody.length;
	const notes = everybody.flatMap(({ noted }) => noted);
	const doubled = notes.length - new Set(notes).size;
	console.log(`CRM faults in process: ${events} events, ${notes.length} notes, ${doubled} doubled`);
	everybody.forEach(expectRight);
	expect(sandbox.location.contacts()).toHaveLength(events);
});
