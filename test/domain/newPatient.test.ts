import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PatientAttribute, PatientForm } from '../../domain/patient/patientAttributes';
import { joinWords, missingNote, rejectedAttributes } from '../../domain/patient/patientAttributes';
import { missingAttributes, readPatientForm } from '../../domain/patient/newPatient';
import type { Patient } from '../../domain/patient/patient';
import { patientKey } from '../../domain/patient/patient';
import { findExistingPatient } from '../../domain/patient/existingPatient';
import { phoneDigits, usPhone } from '../../domain/patient/usPhone';

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

function patient(changes: Partial<Patient> = {}): Patient {
	const person = { firstName: 'Ana Maria', lastName: 'López', birthDate: '1990-09-25' };
	return { id: '1', ...person, gender: 'female', email: '', phone: '', ...changes };
}

const read = (changes: Partial<PatientForm>) => readPatientForm(entered(changes), ZONE, TODAY);

describe('readEntered', () => {
	it('puts everything into the form ModMed keeps it in', () => {
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

describe('what is missing', () => {
	const required: PatientAttribute[] = ['lastName', 'email', 'phone', 'gender'];
	const sentence = (changes: Partial<PatientForm>) => {
		const person = entered(changes);
		return missingNote(person, missingAttributes(readPatientForm(person, ZONE, TODAY), required));
	};

	it('is told in words', () => {
		expect(sentence({ email: ' ' })).toBe('Not created in ModMed: Email is missing.');
		expect(sentence({ email: '', gender: '?' })).toBe(
			'Not created in ModMed: Email is missing; Gender has to be male, female, other or unknown.',
		);
		expect(joinWords(['A', 'B', 'C'])).toBe('A, B and C');
	});
});

describe('phones', () => {
	it('are ten digits however they are written, and nothing else', () => {
		const digits = fc.stringMatching(/^[2-9]\d{9}$/).filter((text) => !/^(\d)\1{9}$/.test(text));
		fc.assert(
			fc.property(digits, fc.constantFrom('', '1', '+1 ', '1-'), (number, prefix) => {
				const written = `${prefix}(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`;
				expect(usPhone(written)).toBe(number);
				expect(phoneDigits(written)).toBe(number);
			}),
		);
		for (const none of ['0000000000', '+44 20 7946 0958', '5550101', '']) {
			expect(usPhone(none)).toBe('');
		}
	});
});

describe('findSame', () => {
	const sought = { firstName: 'Ana', lastName: 'LOPEZ', birthDate: '1990-09-25' };

	it('is sure of the one whose names and birth date agree', () => {
		expect(findExistingPatient(sought, [patient(), patient()])).toEqual({
			is: 'exists',
			patientId: '1',
		});
		expect(findExistingPatient(sought, [], [patient({ id: '2' })])).toEqual({
			is: 'exists',
			patientId: '2',
		});
	});

	it('does not choose between several', () => {
		expect(findExistingPatient(sought, [patient()], [patient({ id: '2' })])).toMatchObject({
			because: 'several',
			ids: ['1', '2'],
		});
	});

	it('leaves to a person whom only one thing tells apart, where an address is shared', () => {
		const nearly: Array<[Partial<Patient>, string]> = [
			[{ firstName: 'Eva' }, 'otherFirstName'],
			[{ birthDate: '1990-09-26' }, 'otherBirthDate'],
			[{ birthDate: '' }, 'otherBirthDate'],
		];
		for (const [changes, because] of nearly) {
			expect(findExistingPatient(sought, [patient(changes)])).toMatchObject({
				is: 'unclear',
				because,
			});
			expect(findExistingPatient(sought, [], [patient(changes)])).toEqual({ is: 'absent' });
		}
	});

	it('takes the family for other people', () => {
		const child = patient({ firstName: 'Leo', birthDate: '2015-01-01' });
		const partner = patient({ lastName: 'Smith', firstName: 'Tom', birthDate: '1988-01-01' });
		expect(findExistingPatient(sought, [child, partner])).toEqual({ is: 'absent' });
	});

	it('is never sure of anybody without a birth date', () => {
		const unborn = { ...sought, birthDate: '' };
		expect(findExistingPatient(unborn, [], [patient({ birthDate: '' })])).toEqual({ is: 'absent' });
	});
});

describe('the key of a patient', () => {
	it('stays when the same is written otherwise', () => {
		const key = patientKey(patient({ email: 'a@b.de', phone: '5615550101' }));
		expect(patientKey(patient({ email: 'A@b.de', phone: '(561) 555-0101' }))).toBe(key);
		expect(patientKey(patient({ email: '', phone: '5615550101' }))).not.toBe(key);
	});
});

describe('objectedAttributes', () => {
	it('finds the attributes ModMed names, and none of what it says about them', () => {
		const issue = [
			{ details: { text: 'Missing or invalid: address, postalCode' } },
			{ diagnostics: 'birthDate 1990-01-01 is in use', expression: ['Patient.gender'] },
		];
		expect(rejectedAttributes({ issue })).toEqual([
			'birthDate',
			'gender',
			'addressLine',
			'postalCode',
		]);
		fc.assert(fc.property(fc.anything(), (body) => void rejectedAttributes(body)));
	});
});
