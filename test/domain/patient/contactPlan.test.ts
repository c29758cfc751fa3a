import { describe, expect, test } from '@jest/globals';

import { planContact } from '../../../domain/patient/contactPlan';

const mia = {
	id: '77',
	firstName: 'Mia',
	lastName: 'Muster',
	birthDate: '1980-01-31',
	gender: 'female',
	email: 'mia@example.com',
	phone: '(561) 555-0101',
	phoneDigits: '5615550101',
};
const known = { firstName: 'Mia', lastName: 'Muster', isNew: false };

describe('What a changed patient calls for on their contact', () => {
	test('a note that says what ModMed knows and what changed', () => {
		expect(planContact(mia, known, ['email', 'birthDate']).note).toBe(
			[
				'ModMed patient: contact updated',
				'Changed: email, birthday',
				'Name: Mia Muster',
				'Birthday: 1980-01-31',
				'Gender: female (the CRM accepts it for a new contact only: where it differs, change it by hand)',
				'Email: mia@example.com',
				'Phone: (561) 555-0101',
			].join('\n'),
		);
	});

	test('a note about a new contact, with what is missing', () => {
		const bare = { ...mia, birthDate: '', gender: 'other', email: '', phone: '', phoneDigits: '' };
		expect(planContact(bare, { ...known, isNew: true }, ['changed']).note).toBe(
			[
				'ModMed patient: contact created',
				'Name: Mia Muster',
				'Birthday: none in ModMed',
				'Gender: other (the CRM accepts male and female only)',
				'Email: none in ModMed, the contact keeps its own',
				'Phone: none in ModMed, the contact keeps its own',
			].join('\n'),
		);
	});

	test.each([
		{ gender: 'female', isNew: true, line: 'Gender: female' },
		{ gender: '', isNew: true, line: 'Gender: none in ModMed' },
		{ gender: '', isNew: false, line: 'Gender: none in ModMed' },
	])('gender $gender of a contact that is new: $isNew', ({ gender, isNew, line }) => {
		const { note } = planContact({ ...mia, gender }, { ...known, isNew }, []);
		expect(note.split('\n')).toContain(line);
	});

	test('a birthday that is missing in ModMed stays on the contact', () => {
		expect(planContact(mia, known, []).fields).toEqual({
			'ModMed Patient ID': '77',
			'ModMed Birthday': '1980-01-31',
		});
		expect(planContact({ ...mia, birthDate: '' }, known, []).fields).toEqual({
			'ModMed Patient ID': '77',
		});
	});

	test('a name changes only where more than upper and lower case differs', () => {
		const shouting = { firstName: 'MIA', lastName: 'Mustermann', isNew: false };
		expect(planContact(mia, shouting, []).contactFields).toEqual({
			firstName: '',
			lastName: 'Muster',
			email: 'mia@example.com',
			phone: '5615550101',
		});
	});

	test('a placeholder in place of an email is not written', () => {
		const { contactFields } = planContact({ ...mia, email: 'declined' }, known, []);
		expect(contactFields.email).toBe('');
	});
});
