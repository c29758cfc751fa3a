import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import { appointmentKey } from '../../domain/appointment/appointment';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { addCase, contactOf, noteOf, type SyncCase } from '../support/syncCases';
import { FhirServer } from '../support/fhirServer';
import { practiceCredential } from '../support/practice';
import { readTemplate, runTemplate, type TemplateRun } from '../support/runTemplate';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterAll(async () => await sandbox.stop());
beforeEach(() => sandbox.reset());

const template = readTemplate('01-sync-appointments.json');

/** The template as it is imported, with the practice's sheet in its Category Mapper. */
const withSheet = {
	...template,
	nodes: template.nodes.map((node) =>
		node.type.endsWith('.categoryMapper')
			? { ...node, parameters: { ...node.parameters, mappings: { mapping: practiceSheet() } } }
			: node,
	) as INode[],
};

/** What the trigger would have handed over about an appointment as it stands now. */
function eventOf(resource: unknown, given: IDataObject = {}): IDataObject {
	const appointment = readAppointment(resource);
	if (!appointment) throw new Error('This appointment cannot be read.');
	const { id, lastUpdated } = appointment;
	return {
		event: 'appointmentChanged',
		key: appointmentKey(appointment),
		resourceType: 'Appointment',
		id,
		lastUpdated,
		reasons: ['new'],
		lookFirst: true,
		attempt: 1,
		...given,
	};
}

const event = (id: string, given: IDataObject = {}) =>
	eventOf(
		sandbox.practice.appointments().find((one) => one.id === id),
		given,
	);

const run = async (...items: IDataObject[]) => await runTemplate(withSheet, { sandbox, items });

const consult: SyncCase = {
	type: 'surgicalConsult',
	status: 'booked',
	pipeline: 'Surgical Pipeline',
	stage: 'Consult Booked',
	tags: ['appointment booked'],
};

const waiting = ({ items }: TemplateRun) =>
	items('Write to the ledger').filter(({ outcome }) => outcome === 'waiting');

describe('01-sync-appointments.json in process', () => {
	it('brings a contact up to date, and changes nothing when it is run again', async () => {
		const id = addCase(sandbox, consult);
		expect((await run(event(id))).error).toBeUndefined();
		const contact = contactOf(sandbox, consult);
		expect(contact.tags).toEqual(consult.tags);
		expect(sandbox.location.opportunities(contact.id)).toMatchObject([{ stage: consult.stage }]);
		const before = JSON.stringify([contact, sandbox.location.notes(contact.id)]);

		sandbox.journal.clear();
		await run(event(id));
		const writes = sandbox.journal
			.entries({ service: 'crm' })
			.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
		expect(writes).toEqual([]);
		expect(JSON.stringify([contact, sandbox.location.notes(contact.id)])).toBe(before);
	});

	it('sets one event aside with its reason, and goes on with the others', async () => {
		const stranger = sandbox.practice.addPatient({
			firstName: 'Nobody',
			lastName: 'Reachable',
			birthDate: '1980-01-01',
		});
		const booking = {
			patientId: stranger.id,
			typeCode: '1954',
			practitionerId: '450861',
			locationId: '826',
			start: new Date(Date.now() + 86_400_000),
		};
		const unreachable = sandbox.practice.book(booking).id;
		const id = addCase(sandbox, consult);
		const gone = event(id, { id: '999999', key: 'Appointment/999999#0123456789ab' });
		const done = await run(event(unreachable), gone, event(id));
		expect(noteOf(sandbox, consult)).toContain('Status: Confirmed');
		expect(done.error).toBeUndefined();
		expect(waiting(done)).toHaveLength(2);
		expect(waiting(done)).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					eventKey: 'Appointment/999999#0123456789ab',
					outcome: 'waiting',
					reason: expect.stringContaining('ModMed has no Appointment with this ID'),
				}),
				expect.objectContaining({
					eventKey: expect.stringContaining(`Appointment/${unreachable}#`),
					outcome: 'waiting',
					reason: expect.stringContaining('no email and no usable phone'),
				}),
			]),
		);
		expect(JSON.stringify(waiting(done))).not.toContain('Reachable');
	});

	it('stops for a CRM that is down, twice, and then lets the event wait', async () => {
		const id = addCase(sandbox, consult);
		const down = { service: 'crm' as const, times: 0, action: { kind: 'status', status: 503 } };
		sandbox.faults.add(down as never);
		const first = await run(event(id));
		expect(first.error?.message).toContain('delivered again');
		expect(waiting(first)).toEqual([]);

		const last = await run(event(id, { attempt: 3 }));
		expect(last.error).toBeUndefined();
		expect(waiting(last)).toEqual([expect.objectContaining({ outcome: 'waiting' })]);

		sandbox.faults.clear();
		await run(event(id, { attempt: 2 }));
		expect(sandbox.location.notes(contactOf(sandbox, consult).id)).toHaveLength(1);
	}, 120_000);

	it('passes over an appointment that has changed again: the trigger brings that change', async () => {
		const id = addCase(sandbox, consult);
		const former = {
			key: `Appointment/${id}#0123456789ab`,
			lastUpdated: '2020-01-01T00:00:00.000Z',
		};
		await run(event(id, former));
		expect(noteOf(sandbox, consult)).toBeUndefined();
	});
});

describe('01-sync-appointments.json with a FHIR server of others', () => {
	const server = new FhirServer();
	beforeAll(async () => await server.start());
	afterAll(async () => await server.stop());

	it('creates the contact of a patient the CRM does not know, and notes the visit', async () => {
		const put = async (resource: object) =>
			await server.repository.updateResource(resource as never);
		await put({
			resourceType: 'Patient',
			id: 'p1',
			name: [{ family: 'Muster', given: ['Mia'] }],
			birthDate: '1980-01-31',
			telecom: [{ system: 'email', value: 'mia@example.com' }],
		});
		await put({
			resourceType: 'Practitioner',
			id: 'd1',
			name: [{ family: 'Stone', given: ['Ada'] }],
		});
		await put({ resourceType: 'Location', id: 'l1', name: 'Main Street' });
		const booked = await put({
			resourceType: 'Appointment',
			id: 'a1',
			status: 'booked',
			appointmentType: { text: 'Botox Consult' },
			start: '2099-03-20T19:00:00.000Z',
			end: '2099-03-20T19:30:00.000Z',
			participant: ['Patient/p1', 'Practitioner/d1', 'Location/l1'].map((reference) => ({
				actor: { reference },
				status: 'accepted',
			})),
		});
		const modMedFhirApi = practiceCredential({ baseUrl: server.baseUrl, accessToken: '' });
		await runTemplate(withSheet, {
			sandbox,
			items: [eventOf(booked)],
			credentials: { modMedFhirApi },
		});

		const contact = sandbox.location.contactNamed('Mia Muster');
		expect(sandbox.location.fields(contact.id)).toMatchObject({
			'ModMed Patient ID': 'p1',
			'Next Visit Date': '2099-03-20',
			'ModMed Provider': 'Ada Stone',
			'ModMed Location': 'Main Street',
		});
		expect(sandbox.location.notes(contact.id)).toHaveLength(1);
	});
});
