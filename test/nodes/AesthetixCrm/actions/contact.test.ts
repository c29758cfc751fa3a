import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seed, startSandbox, type Sandbox } from '../../../../sandbox';
import { callsDuring, credentialOf } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { newExecution, runCrm, runOne } from '../support/runCrm';

const { testa, paula, pete, twyla, twain, noah, hana, ines, omar } = seed.PATIENTS;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

function findParameters(person: typeof testa | typeof hana | typeof noah, more = {}) {
	const { id, ...known } = person;
	return {
		resource: 'contact',
		operation: 'find',
		modMedPatientId: id,
		...known,
		whenNotFound: 'create',
		lookFirst: false,
		...more,
	};
}

const find = async (person: Parameters<typeof findParameters>[0], more = {}) =>
	await runOne(findParameters(person, more), { credential: credentialOf(sandbox) });

function carry(name: string, patientId: string): string {
	const { id } = sandbox.location.contactNamed(name);
	sandbox.location.updateContact(id, { fields: { 'ModMed Patient ID': patientId } });
	return id;
}

describe('Contact > Find', () => {
	test('the contact that carries the ID is the patient, whatever its name, in one call', async () => {
		const id = carry('Gus Dummyman', testa.id);
		await find(testa);
		const calls = await callsDuring(sandbox, async () => {
			expect(await find(testa)).toMatchObject({
				contactId: id,
				created: false,
				matchedBy: 'modMedPatientId',
				carriesPatientId: true,
			});
		});
		expect(calls).toEqual(['POST /contacts/search']);
	});

	test.each(['rejected', 'ignored'] as const)(
		'goes on to the email where the search by ID is %s',
		async (answer) => {
			sandbox.unknowns.crm.set('customFieldFilterSupported', answer);
			const id = carry('Testa Sample', testa.id);
			expect(await find(testa)).toMatchObject({ contactId: id, created: false });
		},
	);

	test.each(['yes', 'no'] as const)(
		'sees another ID where the look-up gives custom fields: %s',
		async (answer) => {
			sandbox.unknowns.crm.set('duplicateReturnsCustomFields', answer);
			const id = carry('Testa Sample', 'someone-else');
			const refusal = await refusalOf(find(testa));
			expect(refusal.message).toContain('Not matched to a contact');
			expect(refusal.description).toContain(id);
			expect(sandbox.location.contacts()).toHaveLength(9);
		},
	);

	test('finds by email with accents aside, and by phone where there is no email', async () => {
		expect(await find({ ...ines, firstName: 'INES' } as never)).toMatchObject({
			matchedBy: 'email',
		});
		expect(await find(omar)).toMatchObject({ matchedBy: 'phone', created: false });
	});

	test('a search index that lags does not make a second contact', async () => {
		sandbox.crm.settings.searchLagMs = 60_000;
		const first = await find(hana);
		expect(first).toMatchObject({ created: true, matchedBy: 'created', carriesPatientId: true });
		expect(await find(hana, { lookFirst: true })).toMatchObject({
			contactId: first.contactId,
			created: false,
			carriesPatientId: true,
		});
	});

	test.each([
		['a child with the email of its mother', pete, 'Paula Placeholder'],
		['a twin', twain, 'Twyla Doublet'],
	])('%s is not matched, and nothing is written', async (_, person, other) => {
		const calls = await callsDuring(sandbox, async () => {
			const refusal = await refusalOf(find(person as never));
			expect(refusal.message).toContain('another name');
			expect(refusal.description).toContain(sandbox.location.contactNamed(other).id);
			expect(refusal.context.transient).toBe(false);
			expect(JSON.stringify([refusal.message, refusal.description])).not.toContain(person.email);
		});
		expect(calls.filter((call) => /^(PUT|DELETE|POST \/contacts\/$)/.test(call))).toEqual([]);
	});

	test('once the mother carries her own ID the child gets a contact, where the CRM lets it', async () => {
		carry(`${paula.firstName} ${paula.lastName}`, paula.id);
		const refusal = await refusalOf(find(pete));
		expect(refusal.message).toContain('allows no second contact');

		sandbox.crm.settings.allowDuplicateContact = true;
		expect(await find(pete)).toMatchObject({ created: true });
	});

	test('twins with a contact each are told apart by first name', async () => {
		expect(await find(twyla)).toMatchObject({ created: false, matchedBy: 'email' });
	});

	test('another birth date is not matched', async () => {
		const { id } = sandbox.location.contactNamed('Testa Sample');
		sandbox.location.updateContact(id, { dateOfBirth: '1999-01-01' });
		expect((await refusalOf(find(testa))).message).toContain('another birth date');
	});

	test('email and phone of two contacts that both agree are not matched', async () => {
		const { id } = sandbox.location.contactNamed('Testa Sample');
		sandbox.location.updateContact(id, { phone: '+15615550199' });
		sandbox.location.addContact({ firstName: 'Testa', lastName: 'Sample', phone: testa.phone });
		expect((await refusalOf(find(testa))).message).toContain('two contacts');
	});

	test('several contacts that carry the ID are not matched', async () => {
		carry('Gus Dummyman', testa.id);
		carry('Testa Sample', testa.id);
		expect((await refusalOf(find(testa))).message).toContain('several contacts have');
	});

	test('whoever has neither email nor phone gets no contact', async () => {
		expect((await refusalOf(find(noah))).message).toContain('no email and no usable phone');
		expect(await find(noah, { whenNotFound: 'continue' })).toMatchObject({ contactId: null });
		expect((await refusalOf(find(noah, { whenNotFound: 'stop' }))).message).toContain('no contact');
	});

	test.each(['loseAnswer', 'cut', 'malformedJson'] as const)(
		'a create whose answer is gone (%s) is looked up and not repeated',
		async (kind) => {
			sandbox.faults.add({
				service: 'crm',
				method: 'POST',
				path: '/contacts/',
				action: { kind },
			});
			expect(await find(hana)).toMatchObject({ created: true, carriesPatientId: true });
			expect(sandbox.journal.count({ method: 'POST', path: '/contacts/', service: 'crm' })).toBe(2);
			expect(sandbox.location.contacts()).toHaveLength(10);
		},
	);

	test('two events of one new patient at the same time make one contact', async () => {
		const credential = credentialOf(sandbox);
		const parameters = findParameters(hana);
		const runs = await Promise.all([
			runOne(parameters, { credential }),
			runOne(parameters, { credential }),
		]);
		expect(new Set(runs.map(({ contactId }) => contactId)).size).toBe(1);
	});

	test('says so where the location lacks the field for the ID', async () => {
		sandbox.location.removeField('ModMed Patient ID');
		const other = {
			...credentialOf(sandbox),
			baseUrl: sandbox.crm.url.replace('127.0.0.1', 'localhost'),
		};
		const refusal = await refusalOf(runOne(findParameters(testa), { credential: other }));
		expect(refusal.message).toContain('"ModMed Patient ID"');
		expect(refusal.description).toContain('set-up template');
	});
});

describe('Contact > Create and Update', () => {
	const update = async (contactId: string, contactFields: object, more = {}) =>
		await runOne(
			{ resource: 'contact', operation: 'update', contactId, contactFields, ...more } as never,
			{ credential: credentialOf(sandbox) },
		);

	test('creates, and explains what the CRM refuses', async () => {
		const parameters = {
			resource: 'contact',
			operation: 'create',
			contactFields: { firstName: 'Nina', email: 'nina@example.com', phone: '(561) 555-0177' },
			modMedPatientId: '77',
		};
		const credential = credentialOf(sandbox);
		const { contactId } = await runOne(parameters, { credential });
		expect(sandbox.location.contact(String(contactId))).toMatchObject({ phone: '+15615550177' });
		expect(sandbox.location.fields(String(contactId))).toEqual({ 'ModMed Patient ID': '77' });
		const refusal = await refusalOf(runOne(parameters, { credential }));
		expect(refusal.message).toContain(`already has the contact ${String(contactId)}`);
	});

	test('sends only what differs, and nothing that is empty unless asked', async () => {
		const { id } = sandbox.location.contactNamed('Testa Sample');
		const same = { firstName: 'Testa', phone: '(561) 555-0101', email: '' };
		const calls = await callsDuring(sandbox, async () => {
			expect(await update(id, same)).toEqual({ contactId: id, changed: [], updated: false });
		});
		expect(calls).toEqual([`GET /contacts/${id}`]);
		expect(await update(id, { ...same, city: 'Boca Raton' })).toMatchObject({ changed: ['city'] });
		await update(id, { city: '' }, { clearEmpty: true });
		expect(sandbox.journal.entries({ method: 'PUT' }).map(({ body }) => body)).toEqual([
			{ city: 'Boca Raton' },
			{ city: '' },
		]);
	});

	test('keeps its own email and phone where another contact has them, and takes the rest', async () => {
		const other = sandbox.location.contactNamed('Testa Sample');
		const { id } = sandbox.location.addContact({ firstName: 'Nora', email: 'nora@example.com' });
		const wanted = { firstName: 'Nova', email: other.email };
		expect((await refusalOf(update(id, wanted))).message).toContain('already has the contact');
		expect(sandbox.location.contact(id)).toMatchObject({ firstName: 'Nora' });
		expect(await update(id, wanted, { whenTaken: 'keepOwn' })).toEqual({
			contactId: id,
			changed: ['firstName'],
			updated: true,
			warning: expect.stringContaining(`belongs to the contact ${other.id} already`),
		});
		expect(sandbox.location.contact(id)).toMatchObject({
			firstName: 'Nova',
			email: 'nora@example.com',
		});
	});

	test('a gender cannot be changed', async () => {
		const { id } = sandbox.location.contactNamed('Testa Sample');
		expect((await refusalOf(update(id, { gender: 'female' }))).message).toContain("'Gender'");
	});
});

test('the other items go on, linked to theirs, and the one that fails says which it was', async () => {
	const credential = credentialOf(sandbox);
	const items = [{ id: sandbox.location.contactNamed('Testa Sample').id }, { id: 'nobody' }];
	const parameters = {
		resource: 'note',
		operation: 'getAll',
		contactId: '={{ $json.id }}',
		returnAll: true,
	};
	sandbox.location.addNote(items[0]!.id, 'Hello');
	const output = await runCrm(parameters, {
		credential,
		items: [items[0]!, items[1]!, items[0]!],
		continueOnFail: true,
		executionId: newExecution(),
	});
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(output[1]!.json.details).toMatchObject({ transient: false, itemIndex: 1 });
	expect(output[1]!.json.error).toContain('nobody');
	const refusal = await refusalOf(runCrm(parameters, { credential, items }));
	expect(refusal.context.itemIndex).toBe(1);
});
