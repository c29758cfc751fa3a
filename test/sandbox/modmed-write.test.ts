import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seed, type Sandbox } from '../../sandbox';
import { modMedClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof modMedClient>>;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
	call = await modMedClient(sandbox);
});
afterEach(async () => {
	await sandbox.stop();
});

const patient = {
	resourceType: 'Patient',
	name: [{ family: 'Newly', given: ['Nell'] }],
	birthDate: '1990-01-01',
	telecom: [
		{ system: 'phone', value: '561-555-0150' },
		{ system: 'email', value: 'nell.newly@example.com' },
	],
};

describe('creating a patient', () => {
	it('answers the id in a header only', async () => {
		const { status, headers, text } = await call('POST', 'Patient', patient);
		expect([status, text]).toEqual([201, '']);
		expect((await call('GET', headers.get('location') ?? '')).body.birthDate).toBe('1990-01-01');
	});

	it('answers the patient to those who prefer it', async () => {
		const prefer = { prefer: 'return=representation' };
		const { body } = await call('POST', 'Patient', patient, prefer);
		expect(body.id).toMatch(/^\d+$/);
	});

	it('names what is missing', async () => {
		const { status, body } = await call('POST', 'Patient', { resourceType: 'Patient' });
		expect(status).toBe(422);
		const text = 'Missing or invalid: family, given, birthDate, email, phone';
		expect(body.issue?.[0]?.details?.text).toBe(text);
	});

	it('demands what this practice demands', async () => {
		sandbox.modMed.access.requiredOfPatients = ['address'];
		expect((await call('POST', 'Patient', patient)).status).toBe(422);
		const address = [{ line: ['1 Example Road'] }];
		expect((await call('POST', 'Patient', { ...patient, address })).status).toBe(201);
	});

	it.each([
		['accepted', 201],
		['rejected409', 409],
	] as const)('a second time is %s', async (answer, status) => {
		sandbox.unknowns.modMed.set('duplicatePatient', answer);
		await call('POST', 'Patient', patient);
		expect((await call('POST', 'Patient', patient)).status).toBe(status);
	});
});

describe('writing an appointment', () => {
	const appointment = {
		resourceType: 'Appointment',
		status: 'pending',
		appointmentType: { coding: [{ code: seed.TYPES.surgicalConsult.code }] },
		start: '2026-03-12T15:00:00.000+00:00',
		end: '2026-03-12T15:15:00.000+00:00',
		minutesDuration: '15',
		participant: ['Patient/385871', 'Location/826', 'Practitioner/450861'].map((reference) => ({
			actor: { reference },
		})),
	};

	it('takes the published form and echoes it without an id', async () => {
		const { status, body, headers } = await call('POST', 'Appointment', appointment);
		expect(status).toBe(201);
		expect(body).not.toHaveProperty('id');
		const stored = await call('GET', headers.get('location') ?? '');
		expect(stored.body).toMatchObject({ minutesDuration: 15, status: 'pending' });
	});

	it('changes only what ModMed lists as changeable', async () => {
		const [first] = sandbox.practice.appointments();
		const sent = { ...appointment, id: first?.id, status: 'checkedin' };
		const { body } = await call('PUT', `Appointment/${first?.id}`, sent);
		expect(body.status).toBe('checked-in');
		expect(body.appointmentType).toMatchObject({ text: seed.TYPES.nonSurgicalConsult.name });
	});

	it.each([
		['no', 200],
		['yes', 422],
	] as const)('may want a reason for a cancellation: %s', async (answer, status) => {
		sandbox.unknowns.modMed.set('cancelReasonMandatory', answer);
		const [first] = sandbox.practice.appointments();
		const reply = await call('PUT', `Appointment/${first?.id}`, { status: 'cancelled' });
		expect(reply.status).toBe(status);
	});
});
