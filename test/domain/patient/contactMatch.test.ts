import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';

import type { Candidate, Doubt, FoundContacts, Person } from '../../../domain/patient/contactMatch';
import { matchContact } from '../../../domain/patient/contactMatch';
import { comparableName, namesAgree } from '../../../domain/patient/personName';

const name = fc.constantFrom('', '.', '🙂', 'Ana', 'ANA', 'Aná', 'Bob', "O'Hara", 'ohara');

const date = fc.constantFrom('', '1980-01-01', '2010-05-05');

const id = fc.constantFrom('', '1', '2');

const person: fc.Arbitrary<Person> = fc.record({
	modMedPatientId: id,
	firstName: name,
	lastName: name,
	birthDate: date,
});

const candidate: fc.Arbitrary<Candidate> = fc.record({
	contactId: fc.constantFrom('a', 'b'),
	modMedPatientId: id,
	firstName: name,
	lastName: name,
	birthDates: fc.array(fc.constantFrom('1980-01-01', '2010-05-05'), { maxLength: 2 }),
});

const found = fc.record({
	byPatientId: fc.array(candidate, { maxLength: 2 }),
	byEmail: fc.option(candidate, { nil: undefined }),
	byPhone: fc.option(candidate, { nil: undefined }),
});

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

test('a contact with the ID of another patient is never the one', () => {
	fc.assert(
		fc.property(person, found, (who, what) => {
			const decision = matchContact(who, what);
			if (decision.is !== 'match' || who.modMedPatientId === '') return;
			const all = [...what.byPatientId, what.byEmail, what.byPhone].filter(
				(one) => one !== undefined,
			);
			const fitting = all.filter(
				({ contactId, modMedPatientId }) =>
					contactId === decision.contactId && ['', who.modMedPatientId].includes(modMedPatientId),
			);
			expect(fitting.length).toBeGreaterThan(0);
		}),
	);
});

test('who is found by email or phone agrees in name and birth date', () => {
	fc.assert(
		fc.property(person, found, (who, what) => {
			const decision = matchContact(who, what);
			if (decision.is !== 'match' || decision.by === 'modMedPatientId') return;
			const contact = decision.by === 'email' ? what.byEmail! : what.byPhone!;
			expect(contact.contactId).toBe(decision.contactId);
			expect(comparableName(who.firstName + who.lastName)).not.toBe('');
			expect(namesAgree(who.firstName, contact.firstName)).toBe(true);
			expect(namesAgree(who.lastName, contact.lastName)).toBe(true);
			expect(
				who.birthDate === '' ||
					contact.birthDates.length === 0 ||
					contact.birthDates.includes(who.birthDate),
			).toBe(true);
		}),
	);
});

test('the contact with the patient ID wins over every other, unless name and birth date differ', () => {
	fc.assert(
		fc.property(person, candidate, found, (who, carrier, what) => {
			fc.pre(who.modMedPatientId !== '');
			const own = { ...carrier, contactId: 'own', modMedPatientId: who.modMedPatientId };
			const namesDiffer =
				!namesAgree(who.firstName, own.firstName) || !namesAgree(who.lastName, own.lastName);
			const birthDatesDiffer =
				who.birthDate !== '' &&
				own.birthDates.length > 0 &&
				!own.birthDates.includes(who.birthDate);
			const strangers = [what.byEmail, what.byPhone].map(
				(one) => one && { ...one, modMedPatientId: '' },
			);
			const decision = matchContact(who, {
				byPatientId: [own],
				byEmail: strangers[0],
				byPhone: strangers[1],
			});
			expect(decision).toEqual(
				namesDiffer && birthDatesDiffer
					? { is: 'doubt', because: 'carrierIsAnotherPerson', contactIds: ['own'] }
					: { is: 'match', contactId: 'own', by: 'modMedPatientId' },
			);
		}),
	);
});

test('mother and child differ in name and birth date and are surely two people', () => {
	const child = { modMedPatientId: '', firstName: 'Bob', lastName: 'Roe', birthDate: '2010-05-05' };
	const mother = {
		contactId: 'a',
		modMedPatientId: '',
		firstName: 'Ana',
		lastName: 'Roe',
		birthDates: ['1980-01-01'],
	};
	expect(matchContact(child, { byPatientId: [], byEmail: mother })).toEqual({ is: 'none' });
	expect(
		matchContact(child, { byPatientId: [], byEmail: { ...mother, birthDates: [] } }),
	).toMatchObject({ is: 'doubt', because: 'nameDiffers' });
	expect(
		matchContact(child, { byPatientId: [], byEmail: { ...mother, firstName: 'Bob' } }),
	).toMatchObject({ is: 'doubt', because: 'birthDateDiffers' });
});

describe('a doubt', () => {
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

describe('a name that cannot be compared', () => {
	it.each(['', '.', '🙂'])('of a lead agrees with every patient: %j', (unreadable) => {
		const lead = contact('a', { firstName: unreadable, lastName: unreadable, birthDates: [] });
		expect(matchContact(child, { byPatientId: [], byPhone: lead })).toMatchObject({ is: 'match' });
	});

	it.each(['', '.', '🙂'])('of a patient agrees with nobody: %j', (unreadable) => {
		const nameless = { ...child, firstName: unreadable, lastName: unreadable };
		for (const firstName of ['Mina', '']) {
			expect(
				matchContact(nameless, { byPatientId: [], byEmail: contact('a', { firstName }) }),
			).toEqual({ is: 'doubt', because: 'patientHasNoName', contactIds: ['a'] });
		}
	});

	it('makes a doubt where only the contact has that part of the name', () => {
		const surnameOnly = { ...child, firstName: '.' };
		expect(matchContact(surnameOnly, { byPatientId: [], byEmail: contact('a') })).toMatchObject({
			is: 'doubt',
			because: 'nameDiffers',
		});
	});
});

describe('a contact that carries the ID', () => {
	const carrier = (given: Partial<Candidate>) => ({
		byPatientId: [contact('a', { modMedPatientId: '900', ...given })],
	});

	it('is in doubt where name and birth date both differ: an ID is copied, or charts are merged', () => {
		const found = carrier({ firstName: 'Maria', birthDates: ['1980-01-01'] });
		expect(matchContact(child, found)).toEqual({
			is: 'doubt',
			because: 'carrierIsAnotherPerson',
			contactIds: ['a'],
		});
	});

	it.each<[string, Partial<Candidate>]>([
		['another name alone, such as after a marriage', { lastName: 'Other' }],
		['another birth date alone, such as a typo', { birthDates: ['1980-01-01'] }],
		['another name, and no birth date', { firstName: 'Maria', birthDates: [] }],
		[
			'no readable name, and another birth date',
			{ firstName: '.', lastName: '', birthDates: ['1980-01-01'] },
		],
	])('is the patient with %s', (_, given) => {
		expect(matchContact(child, carrier(given))).toMatchObject({ is: 'match', contactId: 'a' });
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
