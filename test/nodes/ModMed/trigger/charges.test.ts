import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import type { Sandbox } from '../../../../sandbox';
import { seed, startSandbox } from '../../../../sandbox';
import { PollHarness } from '../../../support/pollHarness';
import { sandboxCredential } from '../../../support/sandboxCredential';

const { testa, max } = seed.PATIENTS;

let sandbox: Sandbox;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox();
	sandbox.practice.addCharge({ patientId: testa.id, amount: 999, date: new Date('2020-01-01') });
});
afterEach(async () => await sandbox.stop());

function poller(options: Record<string, unknown> = {}): PollHarness {
	return new PollHarness({ event: 'chargePosted', options } as never, sandboxCredential(sandbox));
}

/** The patient has an appointment that is completed. */
function visit(patientId: string): void {
	const { id } = sandbox.practice.book({
		patientId,
		practitionerId: seed.PROVIDERS.surgeon.id,
		locationId: seed.LOCATIONS.clinic.id,
		typeCode: seed.TYPES.nonSurgicalAppointment.code,
		start: new Date(),
	});
	sandbox.clock.advance(1_000);
	sandbox.practice.setStatus(id, 'fulfilled');
}

const charge = (patientId: string, amount: number) =>
	sandbox.practice.addCharge({ patientId, amount }).id;
const idsOf = ({ delivered }: PollHarness) => delivered.map(({ id }) => id).sort();
const chargeCalls = () =>
	sandbox.journal.count({ service: 'modmed', path: 'ChargeItem', method: 'GET' });

describe('Charge Posted', () => {
	it('delivers the new charges of patients who visited, each once', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		await trigger.tick();
		expect(trigger.delivered).toEqual([]);
		const first = charge(testa.id, 83.63);
		charge(max.id, 20);
		await trigger.tick();
		await trigger.tick();
		const second = charge(testa.id, 20.5);
		await trigger.tick();
		expect(trigger.errors).toEqual([]);
		expect(idsOf(trigger)).toEqual([first, second].sort());
		expect(trigger.delivered[0]).toEqual({
			event: 'chargePosted',
			key: expect.stringMatching(/^ChargeItem\/CHG\|\d+#[0-9a-f]{12}$/),
			resourceType: 'ChargeItem',
			id: first,
			lastUpdated: expect.stringContaining('T00:00:00.000Z'),
			reasons: ['new'],
			lookFirst: expect.any(Boolean),
			attempt: 1,
		});
		expect(JSON.stringify([trigger.delivered, trigger.state])).not.toMatch(/83\.63|8363/);
	});

	it('delivers nothing that was there at its first poll', async () => {
		visit(testa.id);
		charge(testa.id, 10);
		const trigger = poller();
		await trigger.activate();
		const fresh = charge(testa.id, 20);
		await trigger.tick();
		expect(idsOf(trigger)).toEqual([fresh]);
	});

	it('delivers nothing twice after a restart', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		charge(testa.id, 10);
		await trigger.tick();
		expect(trigger.executions).toHaveLength(1);
		await trigger.activate();
		trigger.restart();
		await trigger.tick();
		expect(trigger.executions).toHaveLength(1);
	});

	it('delivers a charge again after a failed execution', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		const id = charge(testa.id, 10);
		trigger.outcome = () => 'error';
		await trigger.tick();
		trigger.outcome = () => 'success';
		sandbox.clock.advance(10 * 60_000);
		await trigger.tick();
		await trigger.tick();
		expect(trigger.delivered.map((item) => [item.id, item.attempt])).toEqual([
			[id, 1],
			[id, 2],
		]);
	});

	it('delivers a charge that was voided, but not one that was never valid', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		const stored = sandbox.practice.addCharge({ patientId: testa.id, amount: 10 });
		const never = sandbox.practice.addCharge({ patientId: testa.id, amount: 10 });
		sandbox.practice.put({ ...never, status: 'entered-in-error' });
		await trigger.tick();
		sandbox.practice.put({ ...stored, status: 'entered-in-error' });
		await trigger.tick();
		expect(trigger.delivered.map(({ id, reasons }) => [id, reasons])).toEqual([
			[stored.id, ['new']],
			[stored.id, ['status']],
		]);
	});

	it('reads charges only of patients who visited, and only now and then', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		await trigger.tick();
		sandbox.journal.clear();
		await trigger.tick();
		expect(chargeCalls()).toBeLessThanOrEqual(2);
		const asked = sandbox.journal.entries({ service: 'modmed', path: 'ChargeItem' });
		expect(asked.every((entry) => JSON.stringify(entry).includes(testa.id))).toBe(true);
	});

	it('uses appointments if it may not search encounters, and reports that once', async () => {
		sandbox.modMed.access.revoke('enc_s');
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		const id = charge(testa.id, 10);
		await trigger.tick();
		expect(idsOf(trigger)).toEqual([id]);
		expect(trigger.errors.map(({ message }) => message)).toEqual([
			'ModMed does not allow this login to search Encounter',
		]);
	});

	it('reads the charges of all patients with Full Sweep', async () => {
		const trigger = poller({ fullSweep: true });
		await trigger.activate();
		resetProcessMemory();
		const ids = [charge(testa.id, 10), charge(max.id, 20)];
		await trigger.tick();
		await trigger.tick();
		expect(idsOf(trigger)).toEqual(ids.sort());
	});

	it('skips a charge without an amount, and delivers the others', async () => {
		const trigger = poller();
		await trigger.activate();
		visit(testa.id);
		const broken = sandbox.practice.addCharge({ patientId: testa.id, amount: 10 });
		sandbox.practice.put({ ...broken, extension: [] });
		const id = charge(testa.id, 20);
		await trigger.tick();
		await trigger.tick();
		expect(idsOf(trigger)).toEqual([id]);
		expect(trigger.errors).toHaveLength(1);
		expect(trigger.errors[0]?.message).toContain(broken.id);
	});
});
