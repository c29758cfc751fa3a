import { describe, expect, it } from '@jest/globals';

import type { Patient } from '../../../domain/patient/patient';
import { patientKey } from '../../../domain/patient/patient';

function patient(changes: Partial<Patient> = {}): Patient {
	const person = { firstName: 'Ana Maria', lastName: 'López', birthDate: '1990-09-25' };
	return { id: '1', ...person, gender: 'female', email: '', phone: '', ...changes };
}

describe('the event key of a patient', () => {
	it('stays the same when email and phone are written differently', () => {
		const key = patientKey(patient({ email: 'a@b.de', phone: '5615550101' }));
		expect(patientKey(patient({ email: 'A@b.de', phone: '(561) 555-0101' }))).toBe(key);
		expect(patientKey(patient({ email: '', phone: '5615550101' }))).not.toBe(key);
	});
});
