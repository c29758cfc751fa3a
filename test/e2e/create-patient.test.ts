import { beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { WEBHOOK_SECRET } from '../../scripts/testbed';
import { NODES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const TAG = 'ModMed Create';
const ID = 'ModMed Patient ID';

const complete = (firstName: string) => ({
	firstName,
	lastName: 'Newcomer',
	email: `${firstName.toLowerCase()}.newcomer@example.com`,
	phone: `+15615550${(firstName.charCodeAt(0) * 7 + firstName.charCodeAt(1)) % 1000}`,
	dateOfBirth: '1991-03-14',
	gender: 'female',
});

describe('On a real n8n', () => {
	const testbed = withTestbed({ seed: 'empty' });
	const contactNamed = (firstName: string) =>
		testbed().sandbox.location.contactNamed(`${firstName} Newcomer`);
	const notesOf = (firstName: string) =>
		testbed()
			.sandbox.location.notes(contactNamed(firstName).id)
			.map(({ body }) => body)
			// The sync of patients writes notes of its own.
			.filter((body) => body.includes('Ref: Contact/'));
	const fieldsOf = (firstName: string) =>
		testbed().sandbox.location.fields(contactNamed(firstName).id);
	const patientsNamed = (firstName: string) =>
		testbed()
			.sandbox.practice.patients()
			.filter((patient) => JSON.stringify(patient.name).includes(firstName));
	const tag = (firstName: string) =>
		testbed().sandbox.location.addTags(contactNamed(firstName).id, TAG);
	const isTagged = (firstName: string) => contactNamed(firstName).tags.includes(TAG.toLowerCase());

	async function untilHandled(...firstNames: string[]) {
		await waitUntil(() => !firstNames.some(isTagged), {
			for: `the tag to be taken off ${firstNames.filter(isTagged).join(', ')}`,
			within: 150_000,
			otherwise: () => testbed().n8n.logTail(),
		});
	}

	describe('Create patients', () => {
		beforeAll(async () => {
			const { location, practice, crm } = testbed().sandbox;
			crm.settings.searchLagMs = 4_000;
			location.addContact(complete('Ada'));
			location.addContact({ ...complete('Berta'), phone: undefined, gender: undefined });
			location.addContact({
				...complete('Clara'),
				dateOfBirth: undefined,
				fields: { 'ModMed Birthday': '1991-03-14' },
			});
			const known = { ...complete('Doris'), gender: 'female' as const };
			practice.addPatient({
				...known,
				birthDate: known.dateOfBirth,
				phone: known.phone.slice(2),
			});
			location.addContact(known);
			for (const one of ['Ada', 'Berta', 'Clara', 'Doris']) tag(one);
			await untilHandled('Ada', 'Berta', 'Clara', 'Doris');
		}, 200_000);

		it('creates the patient when all six are there, and keeps the ID', () => {
			const [patient, ...others] = patientsNamed('Ada');
			expect(others).toEqual([]);
			expect(patient).toMatchObject({ birthDate: '1991-03-14', gender: 'female' });
			expect(fieldsOf('Ada')[ID]).toBe(patient?.id);
			expect(notesOf('Ada')).toEqual([
				expect.stringMatching(/created in ModMed[^]*\nRef: Contact\/.+#tag:/),
			]);
		});

		it('takes ModMed Birthday where there is no Date of Birth', () => {
			expect(patientsNamed('Clara')).toMatchObject([{ birthDate: '1991-03-14' }]);
		});

		it('makes no second patient of one who exists, and says so', () => {
			const [patient, ...others] = patientsNamed('Doris');
			expect(others).toEqual([]);
			expect(fieldsOf('Doris')[ID]).toBe(patient?.id);
			expect(notesOf('Doris')).toEqual([expect.stringContaining('already')]);
		});

		it('names what is missing, and tries again when the tag is put on again', async () => {
			expect(patientsNamed('Berta')).toEqual([]);
			expect(notesOf('Berta')).toEqual([expect.stringMatching(/Phone[^]*Gender/)]);
			expect(notesOf('Berta')[0]).not.toMatch(/First Name|Email|Date of Birth/);

			const { phone, gender } = complete('Berta');
			testbed().sandbox.location.updateContact(contactNamed('Berta').id, { phone, gender });
			tag('Berta');
			// The same tag a second time on one who has become a patient meanwhile.
			tag('Ada');
			await untilHandled('Berta', 'Ada');
			expect(patientsNamed('Berta')).toHaveLength(1);
			expect(fieldsOf('Berta')[ID]).toBe(patientsNamed('Berta')[0]?.id);
			expect(notesOf('Berta')).toHaveLength(2);
			expect(notesOf('Ada')).toHaveLength(2);
			expect(patientsNamed('Ada')).toHaveLength(1);
		}, 200_000);
	});

	describe('Create patients where the implementer has changed what is theirs to change', () => {
		beforeAll(async () => {
			const { n8n, sandbox } = testbed();
			const required = ['firstName', 'lastName', 'email', 'phone', 'birthDate', 'gender'];
			await n8n.api.edit('modmedCreatePat1', (node) => {
				if (node.type.endsWith('Webhook')) return { ...node, disabled: false };
				if (node.name !== NODES.createPatient) return node;
				const requiredFields = [...required, 'postalCode'];
				return { ...node, parameters: { ...node.parameters, requiredFields } };
			});
			sandbox.location.addContact(complete('Emma'));
			sandbox.location.addContact(complete('Frida'));
		}, 120_000);

		const post = async (body: unknown, headers: Record<string, string> = {}) =>
			await fetch(`${testbed().n8n.url}/webhook/modmed-create-patient`, {
				method: 'POST',
				headers: {
					'Content-Type': 'application/json',
					'X-Webhook-Secret': WEBHOOK_SECRET,
					...headers,
				},
				body: JSON.stringify(body),
			});
		const call = async (firstName: string) =>
			(await post({ contact_id: contactNamed(firstName).id })).status;

		it('does not answer a call without the secret', async () => {
			const body = { contact_id: contactNamed('Emma').id };
			expect((await post(body, { 'X-Webhook-Secret': '' })).status).toBe(403);
			expect((await post(body, { 'X-Webhook-Secret': 'guessed' })).status).toBe(403);
			expect(notesOf('Emma')).toEqual([]);
		});

		it('takes a call as often as it comes for one request, which is the tag', async () => {
			// Not tagged yet, or no contact at all: nothing to do.
			const id = contactNamed('Emma').id;
			const bodies = [{ contact_id: id }, { contact_id: [id] }, { contact_id: '../x' }, [], 'x'];
			for (const body of bodies) expect((await post(body)).status).toBe(200);
			expect((await post({ contact_id: 'x'.repeat(1_000_000) })).status).toBe(200);

			tag('Emma');
			const beside = await Promise.all(Array.from({ length: 4 }, async () => await call('Emma')));
			expect(beside).toEqual([200, 200, 200, 200]);
			await untilHandled('Emma');
			for (let time = 0; time < 5; time += 1) expect(await call('Emma')).toBe(200);
			// Another contact has been handled since, and the trigger has polled.
			tag('Frida');
			await untilHandled('Frida');
			expect(notesOf('Frida')).toHaveLength(1);
			expect(notesOf('Emma')).toEqual([expect.stringContaining('Postal Code')]);
			expect([...patientsNamed('Emma'), ...patientsNamed('Frida')]).toEqual([]);
			const ledger = await testbed().n8n.api.dataTable('ModMed sync ledger');
			expect(ledger.filter(({ resource }) => String(resource).startsWith('Contact/'))).toEqual([]);
		}, 200_000);
	});

	describe('Copy birthdays', () => {
		const birthday = { 'ModMed Birthday': '1985-07-21' };
		const visited = { fields: { 'Last Visit Date': '2026-02-03' } };

		it('copies after a completed visit, and only into an empty Date of Birth', async () => {
			const { location } = testbed().sandbox;
			const add = (firstName: string, more: object) =>
				location.addContact({
					...complete(firstName),
					dateOfBirth: undefined,
					fields: birthday,
					...more,
				}).id;
			add('Visited', {});
			add('Unvisited', {});
			add('Own', { dateOfBirth: '1970-01-01' });
			add('Late', { fields: {} });
			for (const one of ['Visited', 'Own', 'Late']) {
				location.updateContact(contactNamed(one).id, visited);
			}
			const birthOf = (firstName: string) => contactNamed(firstName).dateOfBirth;
			const copied = (firstName: string) => ({
				for: `the birthday of ${firstName}`,
				within: 150_000,
				otherwise: () => testbed().n8n.logTail(),
			});
			await waitUntil(() => birthOf('Visited') === '1985-07-21', copied('Visited'));
			// ModMed's birthday may come after the visit.
			location.updateContact(contactNamed('Late').id, { fields: birthday });
			await waitUntil(() => birthOf('Late') === '1985-07-21', copied('Late'));
			expect(birthOf('Own')).toBe('1970-01-01');
			expect(birthOf('Unvisited')).toBeUndefined();
		}, 320_000);
	});
});
