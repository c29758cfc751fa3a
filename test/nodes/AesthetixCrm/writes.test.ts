import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seed, startSandbox, type Sandbox } from '../../../sandbox';
import { callsDuring, credentialOf } from './support/crmSandbox';
import { createContractCheck, hasContracts } from '../../support/openApiContract';
import { refusalOf } from './support/refusalOf';
import { listOf, newExecution, runCrm, runOne } from './support/runCrm';

const { testa, hana } = seed.PATIENTS;
const KEY = 'Appointment/204865#3f9a2c1b77aa';
const SURGICAL = seed.PIPELINES.surgical.name;

let sandbox: Sandbox;
let contactId: string;
let execution: string;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(async () => {
	sandbox.reset();
	execution = newExecution();
	// What is kept of a location outlives a reset of the sandbox: read it anew.
	for (const list of ['searchFields', 'searchPipelines', 'searchTags'] as const) {
		await listOf(list, {}, { credential: credentialOf(sandbox) });
	}
	contactId = sandbox.location.contactNamed('Testa Sample').id;
});
afterAll(async () => await sandbox.stop());

const run = async (resource: string, operation: string, more: object, executionId = execution) =>
	await runOne({ resource, operation, contactId, ...more } as never, {
		credential: credentialOf(sandbox),
		executionId,
	});
const findTesta = async () =>
	await run('contact', 'find', {
		modMedPatientId: testa.id,
		email: testa.email,
		phone: testa.phone,
		firstName: testa.firstName,
		lastName: testa.lastName,
		whenNotFound: 'create',
	});
const lose = (method: string, path: string) =>
	sandbox.faults.add({ service: 'crm', method, path, action: { kind: 'loseAnswer' } });

describe('Note', () => {
	const add = async (more = {}) =>
		await run('note', 'add', { body: 'Checked-Out', eventKey: KEY, ...more });

	test('one call writes it with its key as the last line', async () => {
		const calls = await callsDuring(sandbox, async () => {
			expect(await add()).toMatchObject({ contactId, added: true });
		});
		expect(calls).toEqual([`POST /contacts/${contactId}/notes`]);
		expect(sandbox.location.notes(contactId)[0]?.body).toBe(`Checked-Out\nRef: ${KEY}`);
	});

	test('is not added a second time, unless the appointment was something else meanwhile', async () => {
		const { noteId } = await add({ lookFirst: true });
		expect(await add({ lookFirst: true })).toEqual({ contactId, noteId, added: false });
		sandbox.clock.advance?.(1000);
		await new Promise((resolve) => setTimeout(resolve, 5));
		await add({ eventKey: 'Appointment/204865#000000000000', lookFirst: true });
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await add({ lookFirst: true })).toMatchObject({ added: true });
	});

	/** Another process that notes the same while ours is between looking and writing, or after it. */
	const rival = (method: string, times = 1, skip = 0) => {
		const run = async () => {
			sandbox.location.addNote(contactId, `Checked-Out\nRef: ${KEY}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		};
		const path = `/contacts/${contactId}/notes`;
		sandbox.faults.add({ service: 'crm', method, path, times, skip, action: { kind: 'run', run } });
	};

	test('is taken back where somebody else has noted the same while it was written', async () => {
		rival('POST');
		const { noteId, added } = await add({ lookFirst: true });
		expect(added).toBe(false);
		expect(sandbox.location.notes(contactId).map(({ id }) => id)).toEqual([noteId]);
	});

	test('stays where the other one has come later: that one goes', async () => {
		const path = `/contacts/${contactId}/notes`;
		const wait = async () => await new Promise((resolve) => setTimeout(resolve, 5));
		sandbox.faults.add({ service: 'crm', path, skip: 1, action: { kind: 'run', run: wait } });
		rival('GET', 1, 1);
		const { noteId, added } = await add({ lookFirst: true });
		expect(added).toBe(true);
		expect(sandbox.location.notes(contactId)[0]?.id).toBe(noteId);
	});

	test.each([{ eventKey: KEY }, { eventKey: '' }])(
		'a lost answer is looked up: %o',
		async ({ eventKey }) => {
			lose('POST', '/contacts/*/notes');
			expect(await add({ eventKey })).toMatchObject({ added: true });
			expect(sandbox.location.notes(contactId)).toHaveLength(1);
		},
	);

	test('a write that did not happen is sent again', async () => {
		sandbox.faults.add({
			service: 'crm',
			method: 'POST',
			path: '/contacts/*/notes',
			action: { kind: 'status', status: 502 },
		});
		await add();
		expect(sandbox.location.notes(contactId)).toHaveLength(1);
	});

	test('an unknown contact is named', async () => {
		const refusal = await refusalOf(add({ contactId: 'nobody' }));
		expect(refusal.message).toBe('The CRM could not find the contact nobody');
		expect((await refusalOf(add({ contactId: '' }))).message).toContain("'Contact ID'");
	});
});

describe('Field > Set', () => {
	const set = async (fieldsObject: object, more = {}) =>
		await run('field', 'set', { specify: 'object', fieldsObject, ...more });
	const all = {
		'next visit date': '2026-12-01',
		'ModMed Appt Status': 'Confirmed',
		'Patient Lifetime Value': '1,234.50',
	};

	test('sets several at once by name, and nothing the second time', async () => {
		await findTesta();
		const calls = await callsDuring(sandbox, async () => {
			expect(await set(all)).toEqual({
				contactId,
				changed: ['Next Visit Date', 'ModMed Appt Status', 'Patient Lifetime Value'],
				unchanged: [],
				notEmptied: [],
				warning: '',
			});
			expect(await set(all)).toMatchObject({ changed: [] });
		});
		expect(calls).toEqual([`PUT /contacts/${contactId}`]);
		expect(sandbox.location.fields(contactId)).toMatchObject({
			'Next Visit Date': '2026-12-01',
			'Patient Lifetime Value': 1234.5,
		});
	});

	test.each(['iso', 'date', 'epochMs'] as const)(
		'knows a date again that is read back as %s',
		async (format) => {
			sandbox.unknowns.crm.set('dateReadFormat', format);
			await set(all);
			execution = newExecution();
			expect(await set(all)).toMatchObject({ changed: [] });
		},
	);

	test.each(['emptyOrNull', 'emptyOnly', 'nullOnly'])(
		'a date is emptied where the CRM takes %s',
		async (how) => {
			sandbox.unknowns.crm.setByText('clearedBy', how);
			await set({ 'Next Visit Date': '2026-12-01', 'Patient Lifetime Value': 5 });
			await set({ 'Next Visit Date': null, 'Patient Lifetime Value': '' });
			const fields = sandbox.location.fields(contactId);
			expect([fields['Next Visit Date'] ?? '', fields['Patient Lifetime Value'] ?? '']).toEqual([
				'',
				'',
			]);
		},
	);

	test('null empties, a date that only goes forward stays', async () => {
		await set({ 'Next Visit Date': '2026-12-01', 'Last Visit Date': '2026-06-01' });
		expect(
			await set(
				{ 'Next Visit Date': null, 'Last Visit Date': '2026-05-01' },
				{ onlyForward: 'Last Visit Date' },
			),
		).toMatchObject({ changed: ['Next Visit Date'], unchanged: ['Last Visit Date'] });
		expect(sandbox.location.fields(contactId)).toMatchObject({ 'Last Visit Date': '2026-06-01' });
		expect(sandbox.location.fields(contactId)['Next Visit Date'] || '').toBe('');
	});

	test('rows of the form do the same', async () => {
		const field = [
			{ field: { __rl: true, mode: 'name', value: 'ModMed Provider' }, value: 'Dr. T' },
		];
		expect(await run('field', 'set', { specify: 'rows', fields: { field } })).toMatchObject({
			changed: ['ModMed Provider'],
		});
	});

	test('a lost answer is looked up, a field made meanwhile is found', async () => {
		lose('PUT', '/contacts/*');
		sandbox.location.addField('Shoe Size', 'NUMERICAL');
		await set({ 'Shoe Size': 38 });
		expect(sandbox.journal.count({ method: 'PUT' })).toBe(1);
	});

	test('an unknown name and an unfit value are named', async () => {
		const unknown = await refusalOf(set({ 'Nxt Visit': '2026-12-01' }));
		expect(unknown.message).toBe('The CRM has no \'Field\' named "Nxt Visit"');
		expect(unknown.description).toContain('Next Visit Date');
		expect((await refusalOf(set({ 'Next Visit Date': 'soon' }))).message).toContain(
			'Next Visit Date',
		);
		expect((await refusalOf(set([] as object))).message).toContain("'Fields'");
	});
});

describe('Tag', () => {
	const add = async (tags: unknown, more = {}) => await run('tag', 'add', { tags, ...more });
	const byName = (value: unknown) => ({ __rl: true, mode: 'name', value });

	test('adds what is missing and removes what is there, whatever the case', async () => {
		await findTesta();
		const calls = await callsDuring(sandbox, async () => {
			expect(await add(byName('Appointment Booked, Patient'))).toMatchObject({
				added: ['Appointment Booked', 'Patient'],
			});
			expect(await add(byName('appointment booked'))).toMatchObject({ added: [] });
			expect(await run('tag', 'remove', { tags: byName('PATIENT, Cancel/No-Show') })).toMatchObject(
				{
					removed: ['Patient'],
					notThere: ['Cancel/No-Show'],
				},
			);
		});
		expect(calls).toEqual([
			`POST /contacts/${contactId}/tags`,
			`DELETE /contacts/${contactId}/tags`,
		]);
		expect(sandbox.location.contact(contactId)?.tags).toEqual(['appointment booked']);
	});

	test('takes a list from an expression', async () => {
		const tags = byName('={{ ["Appointment Booked", "Patient"] }}');
		expect(await add(tags)).toMatchObject({ added: ['Appointment Booked', 'Patient'] });
	});

	test('an unknown tag is named, or created where that is wanted', async () => {
		const refusal = await refusalOf(add(byName('Apointment Booked')));
		expect(refusal.message).toBe('The CRM has no \'Tag\' named "Apointment Booked"');
		expect(await add(byName('VIP'), { createMissing: true })).toMatchObject({ added: ['VIP'] });
	});

	test.each(['POST', 'DELETE'])('a lost answer to %s is looked up', async (method) => {
		if (method === 'DELETE') sandbox.location.addTags(contactId, 'Patient');
		lose(method, '/contacts/*/tags');
		await run('tag', method === 'POST' ? 'add' : 'remove', { tags: byName('Patient') });
		expect(sandbox.journal.count({ method, path: '/tags' })).toBe(1);
	});
});

describe('Opportunity', () => {
	const target = (pipeline: string, stage: string, more = {}) => ({
		pipeline: { __rl: true, mode: 'name', value: pipeline },
		stage: { __rl: true, mode: 'name', value: stage },
		...more,
	});

	test('is found and moved with one call each, and not moved again', async () => {
		const calls = await callsDuring(sandbox, async () => {
			const found = await run('opportunity', 'find', target(SURGICAL, 'consult booked'));
			expect(found).toMatchObject({ willMove: true, targetStage: 'Consult Booked' });
			expect(found.outcome).toMatch(/^Moves from .* to Consult Booked in Surgical Pipeline\.$/);
			const moved = await run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
			expect(moved).toMatchObject({ moved: true, opportunityId: found.opportunityId });
		});
		expect(
			calls.map((call) => call.replace(/[^/]+$/, (id) => (id === 'search' ? id : '*'))),
		).toEqual(['GET /opportunities/search', 'PUT /opportunities/*']);
		expect(await run('opportunity', 'move', target(SURGICAL, 'Consult Booked'))).toMatchObject({
			moved: false,
			outcome: 'Already in Consult Booked in Surgical Pipeline.',
		});
	});

	test('without a pipeline nothing is asked and the reason given is the outcome', async () => {
		const calls = await callsDuring(sandbox, async () => {
			const parameters = target('', '', { reasonForNoMove: 'Pre-Op never moves.' });
			expect(await run('opportunity', 'find', parameters)).toMatchObject({
				opportunityId: null,
				willMove: false,
				outcome: 'Pre-Op never moves.',
			});
			expect(await run('opportunity', 'move', parameters)).toMatchObject({ moved: false });
		});
		expect(calls).toEqual([]);
	});

	test('goes back from the stages named only, and gives the reason where it stays', async () => {
		await run('opportunity', 'move', target(SURGICAL, 'Surgery Scheduled'));
		execution = newExecution();
		const back = (backOnlyFrom: unknown) =>
			target(SURGICAL, 'Consult Booked', { reasonForNoMove: 'Booked again.', backOnlyFrom });
		const stays = await run('opportunity', 'move', back('Consult Complete, Surgery Complete'));
		expect(stays).toMatchObject({ moved: false, outcome: 'Booked again.' });
		const moves = await run('opportunity', 'move', back(['Consult Complete', 'surgery scheduled']));
		expect(moves).toMatchObject({ moved: true, targetStage: 'Consult Booked' });
	});

	test('none and several move nothing', async () => {
		contactId = sandbox.location.contactNamed('Gus Dummyman').id;
		const none = await run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(none).toMatchObject({ moved: false, opportunityId: null });
		expect(none.outcome).toContain('Create one there');
		sandbox.location.addOpportunity({ contactId, pipeline: SURGICAL });
		sandbox.location.addOpportunity({ contactId, pipeline: SURGICAL });
		execution = newExecution();
		const several = await run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(several.outcome).toContain('Several opportunities');
	});

	test('an unknown pipeline or stage is named with the known ones', async () => {
		const pipeline = await refusalOf(run('opportunity', 'find', target('Surgery', 'Booked')));
		expect(pipeline.message).toContain('\'Pipeline\' named "Surgery"');
		expect(pipeline.description).toContain(SURGICAL);
		const stage = await refusalOf(run('opportunity', 'move', target(SURGICAL, 'Bocked')));
		expect(stage.message).toContain('\'Stage\' named "Bocked" in Surgical Pipeline');
		expect(stage.description).toContain('Consult Booked');
	});

	test('a lost answer is looked up', async () => {
		lose('PUT', '/opportunities/*');
		await run('opportunity', 'move', target(SURGICAL, 'Consult Booked'));
		expect(sandbox.journal.count({ method: 'PUT', path: '/opportunities' })).toBe(1);
	});
});

describe('Lists', () => {
	const credential = () => ({ credential: credentialOf(sandbox) });

	test('show what is in the CRM, stages of the chosen pipeline', async () => {
		expect(await listOf('searchPipelines', {}, credential())).toContain(SURGICAL);
		const pipeline = { __rl: true, mode: 'list', value: SURGICAL };
		const node = { resource: 'opportunity', operation: 'move', pipeline };
		expect(await listOf('searchStages', node, credential())).toContain('Consult Booked');
		expect(await listOf('searchFields', {}, credential(), 'visit')).toEqual([
			'Last Visit Date',
			'Next Visit Date',
		]);
		expect(await listOf('searchTags', {}, credential())).toContain('patient');
	});

	test('do not hide what went wrong', async () => {
		sandbox.crm.settings.revoke('locations/customFields.readonly');
		const refusal = await refusalOf(listOf('searchFields', {}, credential()));
		expect(refusal.description).toContain('locations/customFields.readonly');
	});
});

(hasContracts ? test : test.skip)('every request fits the published contract', async () => {
	const judge = createContractCheck();
	const credential = credentialOf(sandbox);
	await findTesta();
	const { contactId: made } = await runOne(
		{
			resource: 'contact',
			operation: 'find',
			modMedPatientId: hana.id,
			email: hana.email,
			phone: hana.phone,
			firstName: hana.firstName,
			lastName: hana.lastName,
			gender: hana.gender,
			whenNotFound: 'create',
			lookFirst: true,
		},
		{ credential },
	);
	contactId = String(made);
	await run('note', 'add', { body: 'Hello', eventKey: KEY, lookFirst: true });
	await run('note', 'getAll', { returnAll: true });
	const fieldsObject = { 'Next Visit Date': '2026-12-01', 'Patient Lifetime Value': 12.5 };
	await run('field', 'set', { specify: 'object', fieldsObject });
	const contactFields = { dateOfBirth: '1990-09-25', state: 'TX' };
	await run('contact', 'update', { contactFields });
	const tags = { __rl: true, mode: 'name', value: 'Patient' };
	await run('tag', 'add', { tags });
	await run('tag', 'remove', { tags });
	sandbox.location.addOpportunity({ contactId, pipeline: SURGICAL });
	const stage = { __rl: true, mode: 'name', value: 'Consult Booked' };
	const pipeline = { __rl: true, mode: 'name', value: SURGICAL };
	await run('opportunity', 'find', { pipeline, stage });
	await run('opportunity', 'move', { pipeline, stage });

	const entries = sandbox.journal.entries({ service: 'crm' });
	expect(entries.length).toBeGreaterThan(14);
	expect(entries.flatMap((entry) => judge(entry).map((why) => `${entry.path}: ${why}`))).toEqual(
		[],
	);
	const [put] = entries.filter(({ method }) => method === 'PUT');
	expect(judge({ ...put!, body: { gender: 'female' } })).not.toEqual([]);
	expect(judge({ ...put!, headers: {} })).not.toEqual([]);
});

test('items of one contact go in their order, those of several side by side', async () => {
	const items = [1, 2, 3].map((body) => ({ body }));
	await runCrm(
		{ resource: 'note', operation: 'add', contactId, body: '={{ $json.body }}' },
		{ credential: credentialOf(sandbox), items },
	);
	const bodies = sandbox.journal
		.entries({ method: 'POST', path: '/notes' })
		.map(({ body }) => body);
	expect(bodies).toEqual([{ body: '1' }, { body: '2' }, { body: '3' }]);
});
