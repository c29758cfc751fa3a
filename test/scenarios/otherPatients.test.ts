import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { FakePractice } from '../support/fakePractice';
import { PollHarness } from '../support/pollHarness';
import { bundle, FHIR, fhirAppointment, modMedSurroundings } from '../support/practice';
import { runNode } from '../support/runNode';
import { useNock } from '../support/useNock';

useNock();
beforeEach(() => {
	resetProcessMemory();
});

const OTHER = 'https://ema.test/firm/other/ema/fhir/v2';
const patientAt = (base: string, id: string) => ({ actor: { reference: `${base}/Patient/${id}` } });
const run = async (parameters: Record<string, unknown>) =>
	await runNode('modMed', parameters as never, [{}], modMedSurroundings());
const get = async (include: string[]) =>
	await run({ resource: 'appointment', operation: 'get', appointmentId: '1', include });

describe('what ModMed returns about another patient', () => {
	it('is not taken for the patient who was asked for', async () => {
		nock(FHIR)
			.get('/Appointment/1')
			.reply(200, fhirAppointment({ id: '1', patient: '7' }));
		nock(FHIR).get('/Patient/7').reply(200, { resourceType: 'Patient', id: '8' });
		const { error } = await get(['patient']);
		expect(error?.message).toBe("ModMed's answer to a request for Patient could not be read");
	});

	it("is none of the patient's appointments", async () => {
		nock(FHIR)
			.get('/Appointment/1')
			.reply(200, fhirAppointment({ id: '1', patient: '7' }));
		nock(FHIR)
			.get('/Appointment')
			.query({ patient: '7' })
			.reply(
				200,
				bundle([
					fhirAppointment({ id: '1', patient: '7' }),
					fhirAppointment({ id: '2', patient: '8', status: 'booked' }),
					fhirAppointment({ id: '3', participant: [patientAt(OTHER, '7')] }),
				]),
			);
		const { output } = await get(['patientAppointments']);
		expect(output[0]?.json.patientAppointments).toMatchObject([{ id: '1' }]);
	});

	it("is none of the patient's charges", async () => {
		const charge = (id: string, base: string) => ({
			resourceType: 'ChargeItem',
			id,
			subject: { reference: `${base}/Patient/7` },
		});
		nock(FHIR)
			.get('/ChargeItem')
			.query({ patient: '7' })
			.reply(200, bundle([charge('1', FHIR), charge('2', OTHER)]));
		const { output } = await run({
			resource: 'charge',
			operation: 'getAll',
			patientId: '7',
			returnAll: true,
		});
		expect(output.map(({ json }) => json.id)).toEqual(['1']);
	});
});

describe('an appointment of a patient at another practice', () => {
	it('is set aside and named, and the rest goes on', async () => {
		const practice = new FakePractice();
		const poller = new PollHarness();
		await poller.activate();
		const now = new Date(Date.now() + 1_000).toISOString();
		practice.appointments = [
			fhirAppointment({ id: '1', lastUpdated: now, created: now }),
			fhirAppointment({ id: '2', lastUpdated: now, participant: [patientAt(OTHER, '385871')] }),
		];
		await poller.tick();
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'Appointment 2 from ModMed could not be read and was skipped',
		]);
	});
});

describe('an appointment that is moved to another patient', () => {
	it('is an event', async () => {
		const practice = new FakePractice();
		const poller = new PollHarness();
		const stamp = (ms: number) => new Date(Date.now() + ms).toISOString();
		practice.appointments = [fhirAppointment({ id: '1', lastUpdated: stamp(0) })];
		await poller.activate();
		practice.change('1', { participant: [patientAt(FHIR, '9')] }, stamp(1_000));
		await poller.tick();
		expect(poller.delivered).toMatchObject([{ id: '1' }]);
		expect(poller.delivered[0]?.reasons).toContain('patient');
	});
});
