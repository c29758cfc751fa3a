import { describe, expect, it } from '@jest/globals';

import { readPatient } from '../../../domain/patient/readPatient';

describe('a patient', () => {
	it('has the name used today and the best ranked phone and email', () => {
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

	it('has the mobile number where none is ranked', () => {
		const telecom = ['work', 'mobile', 'home'].map((use) => ({ system: 'phone', value: use, use }));
		expect(readPatient({ resourceType: 'Patient', id: '1', telecom })?.phone).toBe('mobile');
	});
});
