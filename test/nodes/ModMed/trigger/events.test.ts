import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import type { Sandbox } from '../../../../sandbox';
import { seed, startSandbox } from '../../../../sandbox';
import { modMedSurroundings } from '../../../support/practice';
import { PollHarness } from '../../../support/pollHarness';
import { runNode } from '../../../support/runNode';
import { sandboxCredential } from '../../../support/sandboxCredential';

const { testa } = seed.PATIENTS;

let sandbox: Sandbox;
let poller: PollHarness;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox();
	poller = new PollHarness({ event: 'patientChanged' }, sandboxCredential(sandbox));
	await poller.activate();
});
afterEach(async () => await sandbox.stop());

async function change(changes: Record<string, unknown>): Promise<void> {
	sandbox.clock.advance(1_000);
	sandbox.practice.updatePatient(testa.id, changes as never);
	await poller.tick();
}

const telecom = (phone: string, email: string) => [
	{ system: 'email', value: email },
	{ system: 'phone', value: phone, use: 'mobile', rank: 1 },
];

describe('Patient Changed', () => {
	it('delivers a new patient, and after that what changed', async () => {
		expect(poller.executions).toEqual([]);
		const { id } = sandbox.practice.addPatient({
			firstName: 'Nina',
			lastName: 'Novel',
			birthDate: '1990-02-03',
		});
		await poller.tick();
		sandbox.clock.advance(1_000);
		sandbox.practice.updatePatient(id, { name: [{ family: 'Wed', given: ['Nina'] }] });
		await poller.tick();
		expect(poller.errors).toEqual([]);
		expect(poller.delivered).toEqual([
			{
				event: 'patientChanged',
				key: expect.stringMatching(new RegExp(`^Patient/${id}#[0-9a-f]{12}$`)),
				resourceType: 'Patient',
				id,
				lastUpdated: expect.any(String),
				reasons: ['changed'],
				lookFirst: true,
				attempt: 1,
			},
			expect.objectContaining({ id, reasons: ['name'] }),
		]);
	});

	it('names the fields that changed, and ignores other fields and spellings', async () => {
		await change({ telecom: telecom(testa.phone, testa.email) });
		await change({ telecom: telecom('561-555-0101', testa.email.toUpperCase()) });
		await change({ maritalStatus: { text: 'Married' } });
		await change({ telecom: telecom('5615550199', 'new@example.com') });
		await change({ birthDate: '1985-04-13', gender: 'unknown' });
		expect(poller.delivered.map(({ reasons }) => reasons)).toEqual([
			['changed'],
			['email', 'phone'],
			['birthDate', 'gender'],
		]);
	});

	it('holds nothing about a patient, neither in its items nor in its memory', async () => {
		await change({ name: [{ family: 'Unheard', given: ['Testa'] }] });
		expect(poller.delivered).toHaveLength(1);
		expect(JSON.stringify([poller.delivered, poller.state])).not.toMatch(
			/unheard|testa|1985|5550101|example\.com/i,
		);
	});

	it('has the key that Patient Get gives', async () => {
		await change({ name: [{ family: 'Wed', given: ['Testa'] }] });
		const { output } = await runNode(
			'modMed',
			{ resource: 'patient', operation: 'get', patientId: testa.id },
			[{}],
			modMedSurroundings(sandboxCredential(sandbox)),
		);
		expect(output[0]?.json).toMatchObject({
			id: testa.id,
			lastName: 'Wed',
			phoneDigits: testa.phone,
			eventKey: poller.delivered[0]?.key,
		});
	});

	it('includes the patient with Full Data', async () => {
		const full = { event: 'patientChanged', output: 'fullData' };
		poller = new PollHarness(full, sandboxCredential(sandbox));
		resetProcessMemory();
		await poller.activate();
		await change({ name: [{ family: 'Wed', given: ['Testa'] }] });
		expect(poller.delivered[0]).toMatchObject({ patient: { lastName: 'Wed' } });
	});
});
