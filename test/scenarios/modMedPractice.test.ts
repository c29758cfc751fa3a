import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import type { Sandbox } from '../../sandbox';
import { seed, startSandbox } from '../../sandbox';
import { modMedSurroundings } from '../support/practice';
import { PollHarness } from '../support/pollHarness';
import { runNode } from '../support/runNode';

let sandbox: Sandbox;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.stop());

type Login = 'password' | 'clientCredentials';

function credential(authentication: Login = 'password') {
	const { url, tokenUrl, apiKey, username, password, clientId, clientSecret } = sandbox.modMed;
	const login = { username, password, clientId, clientSecret, tokenUrl };
	return { environment: 'custom', baseUrl: url, apiKey, authentication, accessToken: '', ...login };
}

const run = async (parameters: Record<string, unknown>, login?: Login) =>
	await runNode('modMed', parameters as never, [{}], modMedSurroundings(credential(login)));

function book(): string {
	return sandbox.practice.book({
		patientId: seed.PATIENTS.testa.id,
		practitionerId: seed.PROVIDERS.surgeon.id,
		locationId: seed.LOCATIONS.clinic.id,
		typeCode: seed.TYPES.surgicalConsult.code,
		start: new Date(Date.now() + 86_400_000),
	}).id;
}

describe.each<Login>(['password', 'clientCredentials'])('with the login %s', (login) => {
	it('reads the set-up and an appointment with everything about it', async () => {
		const types = await run(
			{ resource: 'appointmentType', operation: 'getAll', returnAll: true },
			login,
		);
		expect(types.error).toBeUndefined();
		expect(types.output.length).toBeGreaterThan(1);
		const providers = await run(
			{ resource: 'provider', operation: 'getAll', returnAll: true },
			login,
		);
		expect(providers.output.length).toBeGreaterThan(0);
		const id = book();
		const include = ['names', 'patient', 'patientAppointments'];
		const { output, error } = await run(
			{ resource: 'appointment', operation: 'get', appointmentId: id, include },
			login,
		);
		expect(error).toBeUndefined();
		expect(output[0]?.json).toMatchObject({
			appointment: {
				id,
				statusName: 'Pending',
				typeName: 'Breast Augmentation Consult',
				providerName: 'Nora Testwell',
				locationName: 'Harbor Street Clinic',
			},
			patient: { firstName: 'Testa', lastName: 'Sample', birthDate: '1985-04-12' },
			patientAppointments: expect.arrayContaining([expect.objectContaining({ id })]),
		});
	});
});

describe('the trigger', () => {
	it('delivers each change of a visit once, in order', async () => {
		const poller = new PollHarness({}, credential());
		await poller.activate();
		expect(poller.errors).toEqual([]);
		const id = book();
		await poller.tick();
		for (const status of ['booked', 'checked-in', 'fulfilled'] as const) {
			sandbox.clock.advance(1_000);
			sandbox.practice.setStatus(id, status);
			await poller.tick();
			await poller.tick();
		}
		expect(poller.delivered.map(({ reasons }) => reasons)).toEqual([
			['new'],
			['status'],
			['status'],
			['status'],
		]);
		expect(new Set(poller.delivered.map(({ key }) => key)).size).toBe(4);
	});

	it.each([
		['resultOrder', 'newestChangeFirst'],
		['lostTokenStatus', '403'],
		['checkedInSpelling', 'checkedin'],
		['referringPrefix', 'droppedInReferences'],
		['appointmentTextInDisplay', 'textOnly'],
		['dayBoundaryZone', 'America/Los_Angeles'],
		['lastUpdatedTime', 'ignoredTime'],
		['lastUpdatedTime', 'honoured'],
		['lastUpdatedRepeated', 'firstOnly'],
		['lastUpdatedRepeated', 'lastOnly'],
		['lastUpdatedRepeated', 'rejected'],
		['countAboveMax', 'rejected'],
		['refreshRotation', 'singleUse'],
	] as const)('delivers the same whether %s is %s', async (name, answer) => {
		sandbox.unknowns.modMed.set(name, answer as never);
		const poller = new PollHarness({}, credential());
		await poller.activate();
		const id = book();
		await poller.tick();
		sandbox.modMed.tokens.expireAll();
		sandbox.clock.advance(1_000);
		sandbox.practice.setStatus(id, 'checked-in');
		await poller.tick();
		expect(poller.errors).toEqual([]);
		expect(poller.delivered.map(({ reasons }) => reasons)).toEqual([['new'], ['status']]);
	});

	it.each([
		{ kind: 'status', status: 503 },
		{ kind: 'malformedJson' },
		{ kind: 'cut' },
		{ kind: 'refuse' },
		{ kind: 'repeatPage' },
	] as const)('recovers from $kind', async (action) => {
		const poller = new PollHarness({}, credential());
		await poller.activate();
		book();
		sandbox.faults.add({ service: 'modmed', path: '*Appointment*', times: 1, action });
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toHaveLength(1);
	});

	it('requests only its pages if nothing is new', async () => {
		const poller = new PollHarness({}, credential());
		await poller.activate();
		await poller.tick();
		sandbox.journal.clear();
		await poller.tick();
		const asked = sandbox.journal.entries().map(({ path }) => path);
		expect(asked.every((path) => path.includes('/Appointment'))).toBe(true);
	});
});
