import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Candidate, Person } from '../../domain/patient/contactMatch';
import { matchContact } from '../../domain/patient/contactMatch';
import { namesAgree } from '../../domain/patient/personName';

const name = fc.constantFrom('', 'Ana', 'ANA', 'Aná', 'Bob', "O'Hara", 'ohara');
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

test.each([
	['José', 'JOSE', true],
	['', 'Anybody', true],
	["O'Hara", 'OHARA', true],
	['Anne-Marie', 'Anne Marie', true],
	['Ann', 'Anne', false],
])('%s and %s agree: %s', (one, other, agree) => {
	expect(namesAgree(one, other)).toBe(agree);
});

test('agreement of names does not depend on who is asked first', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (one, other) => {
			expect(namesAgree(one, other)).toBe(namesAgree(other, one));
			expect(namesAgree(one, one)).toBe(true);
			expect(namesAgree(one.toUpperCase(), one.toUpperCase().toLowerCase())).toBe(true);
		}),
	);
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

test('the one that carries the ID wins over every other', () => {
	fc.assert(
		fc.property(person, candidate, found, (who, carrier, what) => {
			fc.pre(who.modMedPatientId !== '');
			const own = { ...carrier, contactId: 'own', modMedPatientId: who.modMedPatientId };
			const strangers = [what.byEmail, what.byPhone].map(
				(one) => one && { ...one, modMedPatientId: '' },
			);
			const decision = matchContact(who, {
				byPatientId: [own],
				byEmail: strangers[0],
				byPhone: strangers[1],
			});
			expect(decision).toEqual({ is: 'match', contactId: 'own', by: 'modMedPatientId' });
		}),
	);
});

test('mother and child, told apart by name and birth date, are two people without a doubt', () => {
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
