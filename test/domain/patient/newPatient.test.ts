import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PatientForm } from '../../../domain/patient/patientAttributes';
import { readPatientForm } from '../../../domain/patient/newPatient';

const TODAY = '2026-03-10';

const ZONE = 'America/New_York';

function entered(changes: Partial<PatientForm> = {}): PatientForm {
	return {
		firstName: ' Ana  Maria ',
		lastName: 'López',
		email: ' Ana@Example.COM ',
		phone: '1 (561) 555-0101',
		birthDate: '1990-09-25',
		gender: 'F',
		addressLine: '',
		city: '',
		state: '',
		postalCode: '',
		...changes,
	};
}

const read = (changes: Partial<PatientForm>) => readPatientForm(entered(changes), ZONE, TODAY);

describe('readPatientForm', () => {
	it('gives every attribute in the form that ModMed keeps', () => {
		expect(read({})).toMatchObject({
			firstName: 'Ana Maria',
			email: 'ana@example.com',
			phone: '5615550101',
			birthDate: '1990-09-25',
			gender: 'female',
		});
	});

	it.each([
		['09/25/1990', '1990-09-25'],
		['1990-09-25T00:00:00.000Z', '1990-09-25'],
		[654220800000, '1990-09-25'],
		['2026-03-10', TODAY],
		['2026-03-11', ''],
		['0001-01-01', ''],
		['yesterday', ''],
		[null, ''],
	])('reads the birth date %j as %j', (birthDate, day) => {
		expect(read({ birthDate }).birthDate).toBe(day);
	});

	it.each(['', 'ana', 'ana@', 'a b@c.de', 'a@b'])('takes %j for no email', (email) => {
		expect(read({ email }).email).toBe('');
	});

	it('never throws, and gives phones and genders in one form or not at all', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.anything(), (phone, gender, birthDate) => {
				const one = read({ phone, gender, birthDate });
				expect(one.phone).toMatch(/^(\d{10})?$/);
				expect(one.gender).toMatch(/^(male|female|other|unknown)?$/);
				expect(one.birthDate).toMatch(/^(\d{4}-\d{2}-\d{2})?$/);
			}),
		);
	});
});
