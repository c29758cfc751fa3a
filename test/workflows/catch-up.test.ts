import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { seed, startSandbox, type Sandbox } from '../../sandbox';
import { FakeLedger } from '../support/fakeLedger';
import type { TemplateJson } from '../support/runTemplate';
import { addCase, noteOf, type SyncCase } from '../support/syncCases';
import { appointmentState, letWait, runWithLedger } from '../support/withLedger';

const FILE = '06-catch-up.json';
const DAY_MS = 86_400_000;
const TEN_MINUTES_MS = 600_000;

let sandbox: Sandbox;
let ledger: FakeLedger;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterAll(async () => await sandbox.stop());
beforeEach(() => {
	sandbox.reset();
	// Waiting for the next interval is not what is looked at here.
	sandbox.crm.settings.burst.intervalMs = 200;
	ledger = new FakeLedger();
	const changedAt = new Date(Date.now() - 900 * DAY_MS).toISOString();
	ledger.rows.set('go-live', { resource: 'go-live', outcome: 'synced', changedAt });
});

const consult: SyncCase = {
	type: 'surgicalConsult',
	status: 'booked',
	pipeline: 'Surgical Pipeline',
	stage: 'Consult Booked',
	tags: ['appointment booked'],
};
const unmapped: SyncCase = { ...consult, type: 'unmapped' };

const catchUp = async (adapt?: (template: TemplateJson) => TemplateJson, start = 'Every hour') =>
	await runWithLedger(FILE, { sandbox, ledger, start, adapt });

/** Books while it is some time ago. */
function at<Result>(agoMs: number, work: () => Result): Result {
	sandbox.clock.advance(-agoMs);
	const result = work();
	sandbox.clock.reset();
	return result;
}

const outcomeOf = (resource: string) => ledger.rows.get(resource)?.outcome;

function bookFor(firstName: string, aheadMs: number): string {
	const email = `${firstName.toLowerCase()}@example.com`;
	const person = { firstName, lastName: 'Waiting', email, birthDate: '1980-02-02' };
	return sandbox.practice.book({
		patientId: sandbox.practice.addPatient(person).id,
		typeCode: seed.TYPES.nonSurgicalAppointment.code,
		practitionerId: seed.PROVIDERS.injector.id,
		locationId: seed.LOCATIONS.medSpa.id,
		start: new Date(Date.now() + aheadMs),
	}).id;
}

/** Appointments of so many new patients, all of which wait. */
function backlog(count: number): string[] {
	return at(DAY_MS, () =>
		Array.from({ length: count }, (_, index) =>
			letWait(ledger, sandbox, bookFor(`Backlog${index}`, DAY_MS)),
		),
	);
}

const withTimeout =
	(id: string, seconds: number) =>
	(template: TemplateJson): TemplateJson =>
		template.id === id
			? { ...template, settings: { ...template.settings, executionTimeout: seconds } }
			: template;

describe('What waits in the ledger', () => {
	it.each([
		{ days: 2, start: 'Every hour' },
		{ days: 4, start: 'Every hour' },
		{ days: 20, start: 'By hand' },
		{ days: 400, start: 'Every hour' },
	])('is tried again after $days days, started by "$start"', async ({ days, start }) => {
		const id = at(days * DAY_MS, () => addCase(sandbox, consult));
		const resource = letWait(ledger, sandbox, id);
		expect((await catchUp(undefined, start)).error).toBeUndefined();
		expect(outcomeOf(resource)).toBe('synced');
		expect(noteOf(sandbox, consult)).toContain('Status: Confirmed');
	});

	it('is synced as it is now, though nobody reported the change', async () => {
		const id = at(40 * DAY_MS, () => addCase(sandbox, consult));
		const resource = letWait(ledger, sandbox, id);
		at(39 * DAY_MS, () => sandbox.practice.setStatus(id, 'cancelled'));
		await catchUp();
		expect(outcomeOf(resource)).toBe('synced');
		expect(noteOf(sandbox, consult)).toContain('Status: Cancelled');
	});

	it('is left to the sync where the appointment has just changed', async () => {
		const id = at(4 * DAY_MS, () => addCase(sandbox, consult));
		const resource = letWait(ledger, sandbox, id);
		at(TEN_MINUTES_MS, () => sandbox.practice.setStatus(id, 'cancelled'));
		await catchUp();
		expect(outcomeOf(resource)).toBe('waiting');
		expect(noteOf(sandbox, consult)).toBeUndefined();
	});

	it('holds up nothing else while it cannot be synced', async () => {
		const stuck = at(9 * DAY_MS, () => addCase(sandbox, unmapped));
		const fine = at(8 * DAY_MS, () => addCase(sandbox, consult));
		const gone = 'Appointment/999999';
		ledger.rows.set(gone, { ...ledger.rows.get('go-live'), resource: gone, outcome: 'waiting' });
		const [unknown, synced] = [stuck, fine].map((id) => letWait(ledger, sandbox, id));
		expect((await catchUp()).error).toBeUndefined();
		expect([unknown, synced, gone].map((one) => outcomeOf(String(one)))).toEqual([
			'waiting',
			'synced',
			'waiting',
		]);
		expect(ledger.rows.get(gone)?.reason).toContain('no Appointment with this ID');
	});

	it('is handed to the template for its kind', async () => {
		const person = { firstName: 'Pat', lastName: 'Waiting', email: 'pat@example.com' };
		const { id } = sandbox.practice.addPatient({ ...person, birthDate: '1980-02-02' });
		const resource = `Patient/${id}`;
		const changedAt = new Date(Date.now() - 30 * DAY_MS).toISOString();
		const row = { resource, eventKey: `${resource}#0123456789ab`, outcome: 'waiting', changedAt };
		ledger.rows.set(resource, row);
		await catchUp();
		expect(outcomeOf(resource)).toBe('synced');
		expect(sandbox.location.contactNamed('Pat Waiting').email).toBe(person.email);
	});
});

describe('A large backlog', () => {
	const EVENTS = Number(process.env.WAITING ?? 12);
	const RUN_S = EVENTS > 100 ? 300 : 2;
	const LONGEST_MS = 60_000 + EVENTS * 2_000;

	it(
		'is recorded event by event: the timeout of the sync is the time for one of them',
		async () => {
			const resources = backlog(EVENTS);
			sandbox.faults.add({ service: 'crm', times: 0, action: { kind: 'delay', ms: 60 } });
			const started = Date.now();
			await catchUp(withTimeout('modmedSyncAppts1', 3));
			expect(Date.now() - started).toBeGreaterThan(3000);
			expect(resources.map(outcomeOf)).toEqual(resources.map(() => 'synced'));
		},
		LONGEST_MS,
	);

	it(
		'goes on in the next run when the time is up, and what is new does not wait for it',
		async () => {
			const resources = backlog(EVENTS);
			const started = Date.now();
			sandbox.faults.add({ service: 'crm', times: 0, action: { kind: 'delay', ms: 60 } });
			const shortly = (template: TemplateJson) =>
				JSON.parse(
					JSON.stringify(template).replace('minutes: 50', `seconds: ${RUN_S}`),
				) as TemplateJson;
			const left = () => resources.filter((one) => outcomeOf(one) === 'waiting').length;
			const leftAfterRuns: number[] = [];
			const latencies: number[] = [];
			while (left() > 0) {
				const [, latency] = await Promise.all([catchUp(shortly), syncNew(latencies.length)]);
				latencies.push(latency);
				leftAfterRuns.push(left());
			}
			const [first = 0] = leftAfterRuns;
			expect(first).toBeGreaterThan(0);
			expect(first).toBeLessThan(EVENTS);
			expect(Math.max(...latencies)).toBeLessThan(TEN_MINUTES_MS);
			const minutes = Math.round((Date.now() - started) / 60_000);
			const slowest = Math.round(Math.max(...latencies) / 1000);
			console.log(`${EVENTS} waiting: ${minutes} min, a new one at most ${slowest} s`);
		},
		LONGEST_MS,
	);

	/** Someone books while the catch-up runs. Answers the milliseconds until it is synced. */
	async function syncNew(index: number): Promise<number> {
		const id = bookFor(`New${index}`, DAY_MS);
		const event = { event: 'appointmentChanged', resourceType: 'Appointment', reasons: ['new'] };
		const items = [{ ...event, ...appointmentState(sandbox, id), lookFirst: false, attempt: 1 }];
		const started = Date.now();
		await runWithLedger('01-sync-appointments.json', { sandbox, ledger, items });
		expect(outcomeOf(`Appointment/${id}`)).toBe('synced');
		return Date.now() - started;
	}
});
