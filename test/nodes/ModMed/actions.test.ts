import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { bundle, FHIR, fhirAppointment, modMedSurroundings } from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

const patient = {
	resourceType: 'Patient',
	id: '385871',
	name: [{ family: 'Muster', given: ['Mia'] }],
	birthDate: '1980-01-31',
	telecom: [
		{ system: 'email', value: 'mia@example.com' },
		{ system: 'phone', value: '9998887777', use: 'mobile', rank: 1 },
	],
};

useNock();
beforeEach(() => resetProcessMemory());

const practitioner = () =>
	nock(FHIR)
		.get('/Practitioner/375399')
		.reply(200, {
			resourceType: 'Practitioner',
			id: '375399',
			name: [{ family: 'Stone', given: ['Ada'] }],
		});
const location = () =>
	nock(FHIR)
		.get('/Location/827')
		.reply(200, { resourceType: 'Location', id: '827', name: 'Main Street' });

describe('Appointment Get', () => {
	const get = { resource: 'appointment', operation: 'get', appointmentId: '={{ $json.id }}' };

	it('gives the appointment with names, and its patient', async () => {
		nock(FHIR)
			.get('/Appointment/7')
			.reply(200, fhirAppointment({ id: '7', comment: 'Bring photos' }));
		nock(FHIR).get('/Patient/385871').reply(200, patient);
		practitioner();
		location();
		const { output, error } = await runNode('modMed', get, [{ id: '7' }], modMedSurroundings());
		expect(error).toBeUndefined();
		expect(output).toMatchObject([
			{
				json: {
					appointment: {
						id: '7',
						status: 'pending',
						statusName: 'Pending',
						typeName: 'Follow-up',
						start: '2026-03-20T19:00:00.000Z',
						providerName: 'Ada Stone',
						locationName: 'Main Street',
						comment: 'Bring photos',
						minutesDuration: 10,
						eventKey: expect.stringMatching(/^Appointment\/7#[0-9a-f]{12}$/),
					},
					patient: { id: '385871', firstName: 'Mia', lastName: 'Muster', email: 'mia@example.com' },
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(output[0]?.json).not.toHaveProperty('patientAppointments');
		expect(nock.isDone()).toBe(true);
	});

	it('reads names once for many items, and calls by its id what it may not read', async () => {
		nock(FHIR)
			.get(/Appointment/)
			.times(2)
			.reply(200, () => fhirAppointment({ id: '7' }));
		practitioner();
		nock('https://ema.test')
			.post('/firm/demo/ema/ws/oauth2/grant')
			.reply(200, { access_token: 't' });
		nock(FHIR).get('/Location/827').times(2).reply(403, {});
		const { output } = await runNode(
			'modMed',
			{ ...get, include: ['names'] },
			[{ id: '7' }, { id: '7' }],
			modMedSurroundings(),
		);
		expect(
			output.map(({ json }) => (json.appointment as { locationName: string }).locationName),
		).toEqual(['827', '827']);
		expect(nock.isDone()).toBe(true);
	});

	it('goes on with the other items and says which one it was', async () => {
		nock(FHIR)
			.get('/Appointment/1')
			.reply(200, fhirAppointment({ id: '1' }));
		nock(FHIR).get('/Appointment/2').reply(404, { resourceType: 'OperationOutcome' });
		nock(FHIR)
			.get('/Appointment/3')
			.reply(200, fhirAppointment({ id: '3' }));
		const { output } = await runNode(
			'modMed',
			{ ...get, include: [] },
			[{ id: '1' }, { id: '2' }, { id: '3' }],
			{ ...modMedSurroundings(), node: { onError: 'continueRegularOutput' } },
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output[1]?.json).toMatchObject({
			error: 'ModMed has no Appointment with this ID',
			details: { transient: false, itemIndex: 1 },
		});
	});

	it('stops at an item that cannot be done, naming its index', async () => {
		nock(FHIR)
			.get('/Appointment/1')
			.reply(200, fhirAppointment({ id: '1' }));
		nock(FHIR).get('/Appointment/2').reply(404, '');
		const { error } = await runNode(
			'modMed',
			{ ...get, include: [] },
			[{ id: '1' }, { id: '2' }],
			modMedSurroundings(),
		);
		expect(error?.message).toBe('ModMed has no Appointment with this ID');
		expect(error?.context).toMatchObject({ itemIndex: 1, transient: false });
	});

	it.each(['..', '../Patient/1?x', '', 'a b'])(
		'sends nothing for %j, which is no id',
		async (id) => {
			const { error } = await runNode(
				'modMed',
				{ ...get, include: [] },
				[{ id }],
				modMedSurroundings(),
			);
			expect(error?.message).toMatch(/not the ID/);
		},
	);

	it('encodes ids, and takes a reference or an address for the id in it', async () => {
		nock(FHIR)
			.get('/Appointment/a%7C1')
			.times(2)
			.reply(200, fhirAppointment({ id: 'a|1' }));
		const { output, error } = await runNode(
			'modMed',
			{ ...get, include: [] },
			[{ id: 'a|1' }, { id: `${FHIR}/Appointment/a%7C1` }],
			modMedSurroundings(),
		);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(2);
	});

	describe('Only for Event', () => {
		const only = (key: string, eventTime = '') => ({
			...get,
			include: [],
			options: { onlyForEvent: key, eventTime },
		});

		it('gives the appointment that still is as the event says', async () => {
			nock(FHIR)
				.get('/Appointment/7')
				.times(2)
				.reply(200, () => fhirAppointment({ id: '7' }));
			const first = await runNode(
				'modMed',
				{ ...get, include: [] },
				[{ id: '7' }],
				modMedSurroundings(),
			);
			const key = (first.output[0]?.json.appointment as { eventKey: string }).eventKey;
			const { output } = await runNode('modMed', only(key), [{ id: '7' }], modMedSurroundings());
			expect(output).toHaveLength(1);
		});

		it('gives nothing for one that has changed since', async () => {
			nock(FHIR)
				.get('/Appointment/7')
				.reply(200, fhirAppointment({ id: '7' }));
			const { output, error } = await runNode(
				'modMed',
				only('Appointment/7#000000000000', '2026-03-10T11:00:00.000Z'),
				[{ id: '7' }],
				modMedSurroundings(),
			);
			expect(error).toBeUndefined();
			expect(output).toEqual([]);
		});

		it('asks for patience where ModMed answers with an older state', async () => {
			nock(FHIR)
				.get('/Appointment/7')
				.reply(200, fhirAppointment({ id: '7' }));
			const { error } = await runNode(
				'modMed',
				only('Appointment/7#000000000000', '2026-03-10T12:00:01.000Z'),
				[{ id: '7' }],
				modMedSurroundings(),
			);
			expect(error?.context).toMatchObject({ transient: true });
		});
	});
});

describe('Appointment Get Many', () => {
	it('asks ModMed for what it can look for and looks itself for the rest', async () => {
		nock(FHIR)
			.get('/Appointment')
			.query({
				date: ['ge2026-03-20T04:00:00.000Z', 'le2026-03-21T04:00:00.000Z'],
				_lastUpdated: 'ge2026-03-08',
				location: '827',
			})
			.reply(
				200,
				bundle([
					fhirAppointment({ id: '1', status: 'booked' }),
					fhirAppointment({ id: '2', status: 'cancelled' }),
					fhirAppointment({ id: '3', start: '2026-03-21T19:00:00Z' }),
					fhirAppointment({ id: '4', location: '828' }),
					fhirAppointment({ id: '5', lastUpdated: '2026-03-09T01:00:00Z' }),
				]),
			);
		const { output, error } = await runNode(
			'modMed',
			{
				resource: 'appointment',
				operation: 'getAll',
				returnAll: true,
				filters: {
					from: '2026-03-20T00:00:00',
					to: '2026-03-21T00:00:00',
					changedSince: '2026-03-09T00:00:00',
					status: ['booked', 'pending'],
					location: { __rl: true, mode: 'list', value: '827' },
				},
			},
			[{}],
			modMedSurroundings(),
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.id)).toEqual(['1']);
	});
});

describe('the set-up of the practice', () => {
	it.each([
		{ expansion: { contains: [{ code: '1957', display: 'Follow-up' }] } },
		{ compose: { include: [{ concept: [{ code: '1957', display: 'Follow-up' }] }] } },
	])('lists appointment types in either form', async (form) => {
		nock(FHIR)
			.get('/ValueSet/appointment-type')
			.reply(200, { resourceType: 'ValueSet', ...form });
		const { output } = await runNode(
			'modMed',
			{ resource: 'appointmentType', operation: 'getAll' },
			[{}],
			modMedSurroundings(),
		);
		expect(output.map(({ json }) => json)).toEqual([{ code: '1957', name: 'Follow-up' }]);
	});

	it('lists as providers those with an NPI', async () => {
		const npi = [
			{ system: 'http://www.hl7.org/fhir/v2/0203/index.html#v2-0203-NPI', value: '6666666666' },
		];
		const staff = [
			{
				resourceType: 'Practitioner',
				id: '1',
				name: [{ family: 'Stone', given: ['Ada'] }],
				identifier: npi,
			},
			{ resourceType: 'Practitioner', id: '2', name: [{ family: 'Desk' }] },
		];
		nock(FHIR).get('/Practitioner').reply(200, bundle(staff));
		const { output } = await runNode(
			'modMed',
			{ resource: 'provider', operation: 'getAll' },
			[{}],
			modMedSurroundings(),
		);
		expect(output.map(({ json }) => json.name)).toEqual(['Ada Stone']);
	});
});
