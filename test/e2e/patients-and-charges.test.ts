import { beforeAll, describe, expect, it } from '@jest/globals';

import { seed } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { crmWrites, untilIdle } from './support/crmTraffic';
import { ledgerRows, untilOutcome } from './support/ledger';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const POLLS_MS = 200_000;

const BORN = { birthDate: '1990-05-17', gender: 'female' } as const;
/** Comes for a visit, and pays for it. */
const NINA = { firstName: 'Nina', lastName: 'Novel', email: 'nina@example.com' };
const NORA = { firstName: 'Nora', lastName: 'Newly', email: 'nora@example.com' };
const KIM = { firstName: 'Kim', lastName: 'Known', email: 'kim@example.com' };
const OTTO = { firstName: 'Otto', lastName: 'Other', email: 'otto@example.com' };
/** Nobody could find this one again: neither email nor phone. */
const SHY = { firstName: 'Shy', lastName: 'Silent', birthDate: '1970-01-01' };

type Person = typeof NINA;

describe('Patients and charges on a real n8n', () => {
	const testbed = withTestbed({ seed: 'empty' });
	const practice = () => testbed().sandbox.practice;
	const location = () => testbed().sandbox.location;
	const ids = { nina: '', nora: '', kim: '', otto: '', shy: '' };

	const contact = ({ firstName, lastName }: Pick<Person, 'firstName' | 'lastName'>) =>
		location().contactNamed(`${firstName} ${lastName}`);
	const isThere = ({ email }: Person) =>
		location()
			.contacts()
			.some((one) => one.email === email);
	const fields = (one: Person) => location().fields(contact(one).id);
	const notes = (one: Person, about: string) =>
		location()
			.notes(contact(one).id)
			.map(({ body }) => body)
			.filter((body) => body.includes(`ModMed ${about}`));

	const arrival = async (check: () => boolean, what: string) =>
		await waitUntil(check, {
			for: what,
			within: POLLS_MS,
			otherwise: () => `${JSON.stringify(location().contacts())}\n${testbed().n8n.logTail()}`,
		});

	/** The patient is checked out of a visit of today. */
	function visit(patientId: string): void {
		const { id } = practice().book({
			patientId,
			practitionerId: seed.PROVIDERS.injector.id,
			locationId: seed.LOCATIONS.medSpa.id,
			typeCode: seed.TYPES.nonSurgicalAppointment.code,
			start: new Date(),
		});
		practice().setStatus(id, 'fulfilled');
	}

	const telecom = (phone: string, email: string) => [
		...(email ? [{ system: 'email', value: email }] : []),
		{ system: 'phone', value: phone, use: 'mobile', rank: 1 },
	];

	beforeAll(async () => {
		await testbed().n8n.publish([TEMPLATES.syncCharges]);
		location().addContact({ ...KIM, phone: '5615550201' });
		location().addContact({ ...OTTO, phone: '5615550202' });
		ids.nina = practice().addPatient({ ...NINA, ...BORN, phone: '561-555-0200' }).id;
		ids.nora = practice().addPatient({ ...NORA, ...BORN, phone: '(561) 555-0203' }).id;
		ids.kim = practice().addPatient({ ...KIM, ...BORN, phone: '5615550201' }).id;
		ids.otto = practice().addPatient({ ...OTTO, ...BORN, phone: '5615550202' }).id;
		ids.shy = practice().addPatient(SHY).id;
		const long = new Date('2024-02-03');
		practice().addCharge({ patientId: ids.nina, amount: 1000.1, date: long });
		visit(ids.nina);
		practice().addCharge({ patientId: ids.nina, amount: 0.2, description: 'Botox' });
		await arrival(
			() =>
				[NINA, NORA].every(isThere) &&
				[NINA, NORA, KIM, OTTO].every((one) => 'ModMed Birthday' in fields(one)) &&
				'Patient Lifetime Value' in fields(NINA),
			'the patients and the first charge',
		);
		await untilIdle(testbed().n8n);
	}, 600_000);

	it('makes a contact with ModMed Birthday, and leaves the Date of Birth alone', () => {
		const { dateOfBirth, phone, email, gender } = contact(NORA);
		expect({ dateOfBirth, phone, email, gender }).toEqual({
			dateOfBirth: undefined,
			phone: '+15615550203',
			email: NORA.email,
			gender: 'female',
		});
		expect(fields(NORA)).toMatchObject({ 'ModMed Patient ID': ids.nora });
		expect(String(fields(NORA)['ModMed Birthday'])).toContain(BORN.birthDate);
		expect(location().contacts()).toHaveLength(4);
	});

	it('brings a contact up to date that was there, and says what the CRM does not take', () => {
		expect(fields(KIM)).toMatchObject({ 'ModMed Patient ID': ids.kim });
		expect(contact(KIM).dateOfBirth).toBeUndefined();
		const [note = ''] = notes(KIM, 'patient');
		expect(note).toContain('Gender: female (the CRM accepts it for a new contact only');
		expect(note).toContain(`Ref: Patient/${ids.kim}#`);
	});

	it('lets somebody wait, with the reason, whom nobody could find again', async () => {
		const rows = await ledgerRows(testbed().n8n);
		expect(rows).toContainEqual(
			expect.objectContaining({
				resource: `Patient/${ids.shy}`,
				outcome: 'waiting',
				reason: expect.stringContaining('no email and no usable phone'),
			}),
		);
		expect(JSON.stringify(rows)).not.toMatch(/nina|silent|example\.com|1990-05-17/i);
	});

	it('tries again every hour what waits, and gets it done once a person has settled it', async () => {
		const { n8n } = testbed();
		const { id } = location().addContact({
			firstName: SHY.firstName,
			lastName: SHY.lastName,
			fields: { 'ModMed Patient ID': ids.shy },
		});
		await n8n.api.runByHand(TEMPLATES.catchUp, NODES.runByHand);
		await arrival(() => 'ModMed Birthday' in location().fields(id), 'what waited');
		await untilOutcome(n8n, `Patient/${ids.shy}`, 'synced');
	}, 300_000);

	it('notes the new charge alone, and counts them all, to the cent', () => {
		expect(notes(NINA, 'charge')).toEqual([expect.stringMatching(/new\b[^]*0\.20 USD[^]*Botox/)]);
		expect(fields(NINA)['Patient Lifetime Value']).toBe(1000.3);
		expect(notes(KIM, 'charge')).toEqual([]);
	});

	it('goes on with what changes, and empties nothing', async () => {
		const { journal } = testbed().sandbox;
		practice().updatePatient(ids.kim, { telecom: telecom('5615550299', '') });
		practice().updatePatient(ids.otto, {
			name: [{ family: 'Wedded', given: ['Otto'] }],
			telecom: telecom('5615550202', KIM.email),
		});
		practice().addCharge({ patientId: ids.nina, amount: 99.99, description: 'Filler' });
		await arrival(
			() =>
				contact(KIM).phone === '+15615550299' &&
				location()
					.contacts()
					.some(({ lastName }) => lastName === 'Wedded') &&
				fields(NINA)['Patient Lifetime Value'] === 1100.29,
			'the changes',
		);
		await untilIdle(testbed().n8n);
		expect(contact(KIM).email).toBe(KIM.email);
		expect(notes(KIM, 'patient')[1]).toContain('none in ModMed, the contact keeps its own');

		const wedded = { ...OTTO, lastName: 'Wedded' };
		expect(contact(wedded).email).toBe(OTTO.email);
		const told = notes(wedded, 'patient').filter((note) => note.includes('belongs to the contact'));
		expect(told).toEqual([expect.stringContaining(contact(KIM).id)]);
		expect(notes(NINA, 'charge')).toHaveLength(2);

		// After a restart, which keeps only what n8n has saved, the same again changes nothing.
		const { n8n } = testbed();
		await n8n.stop();
		journal.clear();
		const searches = (path: string) =>
			journal.entries({ path }).filter(({ query }) => !query.includes('page=')).length;
		await n8n.start();
		await waitUntil(
			// The first poll of each trigger is over when its second one begins.
			() => ['/Patient', '/Encounter'].every((path) => searches(path) > 1),
			{ for: 'two polls of both triggers', within: POLLS_MS },
		);
		await untilIdle(testbed().n8n);
		// What was delivered last comes again, and a refused email is refused again.
		expect(crmWrites(testbed().sandbox).filter(({ status }) => status < 400)).toEqual([]);
		expect(fields(NINA)['Patient Lifetime Value']).toBe(1100.29);
		expect(notes(NINA, 'charge')).toHaveLength(2);
	}, 600_000);
});
