import { describe, expect, it } from '@jest/globals';

import type { Candidate, Doubt, FoundContacts, Person } from '../../domain/patient/contactMatch';
import { matchContact } from '../../domain/patient/contactMatch';

const child: Person = {
	modMedPatientId: '900',
	firstName: 'Mina',
	lastName: 'Sample',
	birthDate: '2015-06-07',
};

const contact = (contactId: string, given: Partial<Candidate> = {}): Candidate => ({
	contactId,
	modMedPatientId: '',
	firstName: 'Mina',
	lastName: 'Sample',
	birthDates: ['2015-06-07'],
	...given,
});

describe('In doubt nobody is the patient', () => {
	it.each<[string, FoundContacts, Doubt, string[]]>([
		[
			'two contacts carry the ID',
			{
				byPatientId: [
					contact('a', { modMedPatientId: '900' }),
					contact('b', { modMedPatientId: '900' }),
				],
			},
			'severalCarryTheId',
			['a', 'b'],
		],
		[
			'one carries the ID and the one with the email carries it, too',
			{
				byPatientId: [contact('a', { modMedPatientId: '900' })],
				byEmail: contact('b', { modMedPatientId: '900' }),
			},
			'severalCarryTheId',
			['a', 'b'],
		],
		[
			'email and phone lead to two contacts who both agree',
			{ byPatientId: [], byEmail: contact('a'), byPhone: contact('b') },
			'emailAndPhoneDiffer',
			['a', 'b'],
		],
		[
			'the mother answers to the email, and nobody knows when she was born',
			{ byPatientId: [], byEmail: contact('a', { firstName: 'Maria', birthDates: [] }) },
			'nameDiffers',
			['a'],
		],
		[
			'a namesake has another birth date',
			{ byPatientId: [], byPhone: contact('a', { birthDates: ['1950-01-01'] }) },
			'birthDateDiffers',
			['a'],
		],
		[
			'a twin has the same surname, email and birth date',
			{ byPatientId: [], byEmail: contact('a', { firstName: 'Tina' }) },
			'nameDiffers',
			['a'],
		],
	])('%s', (_, found, because, contactIds) => {
		expect(matchContact(child, found)).toEqual({ is: 'doubt', because, contactIds });
	});
});

describe('Without doubt', () => {
	it('a contact that carries another patient, or differs in name and birth date, is none', () => {
		const found = {
			byPatientId: [],
			byEmail: contact('a', { modMedPatientId: '901' }),
			byPhone: contact('b', { firstName: 'Maria', birthDates: ['1980-01-01'] }),
		};
		expect(matchContact(child, found)).toEqual({ is: 'none' });
	});

	it('the same contact found by both is one contact', () => {
		const found = { byPatientId: [], byEmail: contact('a'), byPhone: contact('a') };
		expect(matchContact(child, found)).toEqual({ is: 'match', contactId: 'a', by: 'email' });
	});
});
