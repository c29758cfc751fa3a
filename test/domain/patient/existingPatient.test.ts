import { describe, expect, it } from '@jest/globals';

import type { Patient } from '../../../domain/patient/patient';
import { findExistingPatient } from '../../../domain/patient/existingPatient';

function patient(changes: Partial<Patient> = {}): Patient {
	const person = { firstName: 'Ana Maria', lastName: 'López', birthDate: '1990-09-25' };
	return { id: '1', ...person, gender: 'female', email: '', phone: '', ...changes };
}

describe('findExistingPatient', () => {
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

	it('leaves the decision to a person where one thing differs and an email or phone is shared', () => {
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
