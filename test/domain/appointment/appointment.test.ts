import { describe, expect, it } from '@jest/globals';

import { appointmentKey, trackedAppointmentFields } from '../../../domain/appointment/appointment';
import { readAppointment } from '../../../domain/appointment/readAppointment';
import { fhirAppointment } from '../../support/practice';

describe('the event key of an appointment', () => {
	const key = (changes = {}) => {
		const appointment = readAppointment(fhirAppointment({ id: '7', ...changes }));
		return appointment && appointmentKey(appointment);
	};

	it('stays the same whoever reads the same state', () => {
		expect(key()).toMatch(/^Appointment\/7#[0-9a-f]{12}$/);
		expect(key({ comment: 'x', end: '', lastUpdated: '2027-01-01T00:00:00Z' })).toBe(key());
		expect(key({ provider: 'ref|375399' })).toBe(key());
		expect(key({ start: '2026-03-20T15:00:00.000-04:00' })).toBe(key());
		expect(key({ status: 'checkedin' })).toBe(key({ status: 'checked-in' }));
	});

	it.each([
		{ status: 'booked' },
		{ type: 'Other' },
		{ start: '2026-03-20T20:00:00Z' },
		{ provider: '1' },
		{ location: '1' },
		{ description: 'x' },
		{ patient: '1' },
	])('is another one with %j', (change) => expect(key(change)).not.toBe(key()));

	it('covers these fields', () => {
		const appointment = readAppointment(fhirAppointment());
		expect(appointment && trackedAppointmentFields(appointment).map(([reason]) => reason)).toEqual([
			'status',
			'type',
			'time',
			'provider',
			'location',
			'description',
			'patient',
		]);
	});
});
