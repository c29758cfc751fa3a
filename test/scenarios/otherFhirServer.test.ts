import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { FhirServer } from '../support/fhirServer';
import { PollHarness } from '../support/pollHarness';
import { modMedSurroundings, practiceCredential } from '../support/practice';
import { runNode } from '../support/runNode';

let server: FhirServer;

beforeAll(async () => {
	server = new FhirServer();
	await server.start();
});
afterAll(async () => await server.stop());
beforeEach(() => {
	server.repository.clear();
	resetProcessMemory();
});

const credential = () => practiceCredential({ baseUrl: server.baseUrl, accessToken: '' });
const run = async (parameters: Record<string, unknown>) =>
	await runNode('modMed', parameters as never, [{}], modMedSurroundings(credential()));

async function put(resource: Record<string, unknown>): Promise<void> {
	await server.repository.updateResource(resource as never);
}

async function book(id: string, changes: Record<string, unknown> = {}): Promise<void> {
	const actor = (reference: string) => ({ actor: { reference }, status: 'accepted' });
	await put({
		resourceType: 'Appointment',
		id,
		status: 'pending',
		start: '2026-03-20T19:00:00.000Z',
		end: '2026-03-20T19:30:00.000Z',
		created: new Date().toISOString(),
		participant: [actor('Patient/p1'), actor('Practitioner/d1'), actor('Location/l1')],
		...changes,
	});
}

async function seed(): Promise<void> {
	await put({
		resourceType: 'Patient',
		id: 'p1',
		name: [{ family: 'Muster', given: ['Mia'] }],
		birthDate: '1980-01-31',
		telecom: [
			{ system: 'email', value: 'mia@example.com' },
			{ system: 'phone', value: '5615550101' },
		],
	});
	await put({
		resourceType: 'Practitioner',
		id: 'd1',
		name: [{ family: 'Stone', given: ['Ada'] }],
	});
	await put({ resourceType: 'Location', id: 'l1', name: 'Main Street' });
}

describe('against an independent FHIR server', () => {
	beforeEach(seed);

	it('gets an appointment with everything about it', async () => {
		await book('a1');
		await book('a2');
		const include = ['names', 'patient', 'patientAppointments'];
		const { output, error } = await run({
			resource: 'appointment',
			operation: 'get',
			appointmentId: 'a1',
			include,
		});
		expect(error).toBeUndefined();
		expect(output[0]?.json).toMatchObject({
			appointment: { id: 'a1', providerName: 'Ada Stone', locationName: 'Main Street' },
			patient: { lastName: 'Muster' },
		});
		expect(output[0]?.json.patientAppointments).toHaveLength(2);
	});

	it('finds appointments over several pages, and by date and status', async () => {
		for (const id of ['a1', 'a2', 'a3', 'a4', 'a5']) {
			await book(id, { status: id === 'a5' ? 'booked' : 'pending' });
		}
		await book('later', { start: '2026-04-20T19:00:00.000Z' });
		const getAll = { resource: 'appointment', operation: 'getAll', returnAll: true };
		const filters = { from: '2026-03-20T00:00:00', to: '2026-03-21T00:00:00' };
		expect((await run({ ...getAll, filters })).output).toHaveLength(5);
		const booked = await run({ ...getAll, filters: { ...filters, status: ['booked'] } });
		expect(booked.output.map(({ json }) => json.id)).toEqual(['a5']);
	});

	it.each([
		{ email: 'mia@example.com' },
		{ phone: '(561) 555-0101' },
		{ lastName: 'Muster', firstName: 'Mi', birthDate: '1980-01-31' },
	])('finds a patient by %j', async (searchBy) => {
		const { output } = await run({ resource: 'patient', operation: 'search', searchBy });
		expect(output.map(({ json }) => json.id)).toEqual(['p1']);
	});

	it('delivers each change once, and no touch', async () => {
		await book('a1');
		const poller = new PollHarness({}, credential());
		await poller.activate();
		await book('a1', { status: 'booked' });
		await book('a2');
		await poller.tick();
		await book('a1', { status: 'booked', comment: 'touched' });
		await poller.tick();
		expect(poller.errors).toEqual([]);
		expect(poller.delivered.map(({ id, reasons }) => [id, reasons])).toEqual([
			['a1', ['status']],
			['a2', ['new']],
		]);
	});
});
