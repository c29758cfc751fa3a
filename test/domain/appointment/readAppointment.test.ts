import { describe, expect, it } from '@jest/globals';

import {
	readAppointment,
	readAppointmentDetails,
} from '../../../domain/appointment/readAppointment';

const host = 'https://host/firm/x/ema/fhir/v2';

const resource = {
	resourceType: 'Appointment',
	id: 204865,
	meta: { lastUpdated: '2025-05-15T18:02:15.000+00:00' },
	status: 'CheckedIn',
	appointmentType: { coding: [{ code: '1957', display: 'Follow-up' }] },
	start: '2025-05-08T15:00:00-04:00',
	minutesDuration: '10',
	participant: [
		{ actor: { reference: `${host}/Practitioner/ref%7C55588` } },
		null,
		{ actor: { reference: `${host}/Patient/385871/` } },
		{ actor: { reference: 'Location/827' } },
		{ actor: { reference: 'Location/828' } },
	],
};

describe('an appointment', () => {
	it('is read as ModMed writes it', () => {
		expect(readAppointment(resource)).toEqual({
			id: '204865',
			status: 'checked-in',
			statusName: 'Checked-In',
			typeName: 'Follow-up',
			typeCode: '1957',
			description: '',
			start: '2025-05-08T19:00:00.000Z',
			end: '',
			created: '',
			lastUpdated: '2025-05-15T18:02:15.000Z',
			patientId: '385871',
			providerId: 'ref|55588',
			locationId: '827',
		});
		expect(readAppointmentDetails(resource)).toEqual({ comment: '', minutesDuration: 10 });
	});

	it.each([
		{ id: '' },
		{ status: null },
		{ meta: {} },
		{ start: 'tomorrow' },
		{ resourceType: 'Slot' },
	])('cannot be read with %j', (change) =>
		expect(readAppointment({ ...resource, ...change })).toBeUndefined(),
	);
});

describe('an appointment that refers to somewhere else', () => {
	const elsewhere = (type: string, id: string) => ({
		actor: { reference: `https://host/firm/other/ema/fhir/v2/${type}/${id}` },
	});
	const withParticipants = (...participant: unknown[]) =>
		readAppointment({ ...resource, participant }, host);

	it('cannot be read where its patient is not of the practice', () => {
		expect(withParticipants(elsewhere('Patient', '385871'))).toBeUndefined();
		const own = { actor: { reference: `${host}/Patient/385871` } };
		expect(withParticipants(own, elsewhere('Practitioner', '450861'))).toMatchObject({
			patientId: '385871',
			providerId: '',
		});
		expect(readAppointment(resource, host)).toMatchObject({ patientId: '385871' });
	});
});
