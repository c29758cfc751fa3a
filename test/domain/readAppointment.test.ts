import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readAppointment, readAppointmentDetails } from '../../domain/appointment/readAppointment';
import { readConcepts } from '../../domain/fhir/valueSet';
import { readPatient } from '../../domain/patient/readPatient';
import {
	withoutReferringPrefix,
	readId,
	isForeignReference,
	isResourceId,
	readReference,
} from '../../domain/fhir/reference';
import { normaliseStatus, statusName } from '../../domain/appointment/status';
import { asInstant } from '../../domain/coerce';

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

it('nothing that anybody could send makes a reader throw', () => {
	const value = fc.oneof(
		fc.anything(),
		fc.jsonValue(),
		fc.record(
			{
				resourceType: fc.constantFrom('Appointment', 'Patient', 'ValueSet'),
				id: fc.jsonValue(),
				meta: fc.jsonValue(),
				status: fc.jsonValue(),
				participant: fc.jsonValue(),
				name: fc.jsonValue(),
				telecom: fc.jsonValue(),
				appointmentType: fc.jsonValue(),
				expansion: fc.jsonValue(),
			},
			{ requiredKeys: ['resourceType'] },
		),
	);
	fc.assert(
		fc.property(value, (anything) => {
			for (const read of [
				readAppointment,
				readAppointmentDetails,
				readPatient,
				readConcepts,
				readReference,
			]) {
				read(anything);
			}
		}),
		{ numRuns: 500 },
	);
});

describe('a status', () => {
	it.each([
		['pending', 'Pending'],
		['booked', 'Confirmed'],
		['arrived', 'Arrived'],
		['checked-in', 'Checked-In'],
		['checkedin', 'Checked-In'],
		['fulfilled', 'Checked-Out'],
		['cancelled', 'Cancelled'],
		['noshow', 'No Show'],
		['entered-in-error', 'entered-in-error'],
		['Waitlist', 'Waitlist'],
	])('%s is shown as %s', (code, name) => expect(statusName(code)).toBe(name));

	it('is normalised once and for all', () => {
		fc.assert(
			fc.property(fc.string(), (code) => {
				expect(normaliseStatus(normaliseStatus(code))).toBe(normaliseStatus(code));
			}),
		);
	});
});

describe('a reference', () => {
	it.each([
		['Patient/1', 'Patient', '1'],
		[`${host}/Practitioner/ref|5?x=1#y`, 'Practitioner', 'ref|5'],
		[`${host}/ChargeItem/CHG%7C1722`, 'ChargeItem', 'CHG|1722'],
		['https://h/Patient/%zz', 'Patient', '%zz'],
	])('%s points at %s %s', (text, resourceType, id) => {
		expect(readReference(text)).toEqual({ resourceType, id });
	});

	it.each([
		'Patient/1',
		`${host}/Patient/1`,
		`${host}/Patient/1/`,
		`${host.replace('https', 'http')}/Patient/1`,
		`${host.replace('/x/', '/X/')}/Patient/1`,
		// The same environment and practice, by another name of the server.
		'https://inner.host/firm/x/ema/fhir/v2/Patient/1',
		'//inner.host:8443/firm/x/ema/fhir/v2/Patient/1',
	])('%s is of the practice', (text) => expect(isForeignReference(text, host)).toBe(false));

	it.each([
		'https://other.host/ema/fhir/v2/Patient/1',
		'https://host/firm/other/ema/fhir/v2/Patient/1',
		'https://host/firm/xy/ema/fhir/v2/Patient/1',
		'https://host/other/firm/x/ema/fhir/v2/Patient/1',
		`${host}/../../../../other/ema/fhir/v2/Patient/1`,
		'//other.host/Patient/1',
		'/firm/other/ema/fhir/v2/Patient/1',
		'../../other/Patient/1',
	])('%s is not', (text) => expect(isForeignReference(text, host)).toBe(true));

	it('names the id somebody meant, but none of another type', () => {
		expect(readId(' 385871 ')).toBe('385871');
		expect(readId('Patient/385871', 'Patient')).toBe('385871');
		expect(readId('Patient/385871', 'Location')).toBe('');
		expect(withoutReferringPrefix('ref|1')).toBe(withoutReferringPrefix('1'));
	});

	it.each(['..', '.', '', 'a/b', 'a b', '<x>'])('%j is no id', (text) =>
		expect(isResourceId(text)).toBe(false),
	);
});

describe('a patient', () => {
	it('is called by the name used today and reached at the best ranked contact', () => {
		expect(
			readPatient({
				resourceType: 'Patient',
				id: '1',
				name: [
					{ use: 'maiden', family: 'Alt' },
					{ use: 'official', family: 'Neu', given: ['Mia', 'Eva'] },
				],
				gender: 'Female',
				birthDate: '1980-02-30',
				telecom: [
					{ system: 'phone', value: '1', use: 'work', rank: 2 },
					{ system: 'phone', value: '2', use: 'home', rank: 1 },
					{ system: 'phone', value: '3', use: 'mobile' },
					{ system: 'email', value: 'old@x', use: 'old' },
					{ system: 'email', value: 'new@x' },
				],
			}),
		).toEqual({
			id: '1',
			firstName: 'Mia Eva',
			lastName: 'Neu',
			gender: 'female',
			birthDate: '',
			phone: '2',
			email: 'new@x',
		});
	});

	it('of several unranked numbers is reached at the mobile one', () => {
		const telecom = ['work', 'mobile', 'home'].map((use) => ({ system: 'phone', value: use, use }));
		expect(readPatient({ resourceType: 'Patient', id: '1', telecom })?.phone).toBe('mobile');
	});
});

it('an instant without an offset is read from the clock it was read from', () => {
	expect(asInstant('2026-03-10T00:00:00', 'America/New_York')).toBe('2026-03-10T04:00:00.000Z');
	expect(asInstant('2026-03-10T00:00:00Z', 'America/New_York')).toBe('2026-03-10T00:00:00.000Z');
	expect(asInstant('soon')).toBe('');
});
