import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { FHIR, fhirAppointment, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';
import { patient } from '../../support/patients';

useNock();

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

	it('returns the appointment with names, and its patient', async () => {
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

	it('reads names once for many items, and shows the ID if it may not read the name', async () => {
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

	it('continues with the other items, and the error names its item', async () => {
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

	it('stops at the first failed item and names its index', async () => {
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
		'sends nothing for %j, which is no ID',
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

	it('encodes IDs, and takes the ID from a reference or an address', async () => {
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

		it('returns the appointment that is still as the event says', async () => {
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

		it('returns nothing for one that has changed since', async () => {
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

		it('throws a transient error if ModMed returns an older state', async () => {
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
