import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PatientAttribute, PatientForm } from '../../../domain/patient/patientAttributes';
import {
	joinWords,
	missingNote,
	rejectedAttributes,
} from '../../../domain/patient/patientAttributes';
import { missingAttributes, readPatientForm } from '../../../domain/patient/newPatient';

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

describe('missingNote', () => {
	const required: PatientAttribute[] = ['lastName', 'email', 'phone', 'gender'];
	const sentence = (changes: Partial<PatientForm>) => {
		const person = entered(changes);
		return missingNote(person, missingAttributes(readPatientForm(person, ZONE, TODAY), required));
	};

	it('names what is empty and what is unreadable', () => {
		expect(sentence({ email: ' ' })).toBe('Not created in ModMed: Email is missing.');
		expect(sentence({ email: '', gender: '?' })).toBe(
			'Not created in ModMed: Email is missing; Gender has to be male, female, other or unknown.',
		);
		expect(joinWords(['A', 'B', 'C'])).toBe('A, B and C');
	});
});

describe('rejectedAttributes', () => {
	it('finds the attributes that ModMed names and repeats nothing of its sentences', () => {
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
