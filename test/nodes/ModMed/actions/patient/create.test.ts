import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { resetProcessMemory } from '../../../../../nodes/shared/processMemory';
import type { Sandbox } from '../../../../../sandbox';
import { seed, startSandbox } from '../../../../../sandbox';
import { modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { sandboxCredential } from '../../../../support/sandboxCredential';

let sandbox: Sandbox;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.stop());

const LENA = {
	firstName: 'Lena',
	lastName: 'Leadly',
	email: 'lena.leadly@example.com',
	phone: '+1 (561) 555-0120',
	birthDate: '1993-10-10',
	gender: 'Female',
};

async function create(
	people: Array<Record<string, unknown>>,
	parameters: Record<string, unknown> = {},
) {
	const values = Object.keys(LENA).map((name) => [name, `={{ $json.${name} ?? '' }}`]);
	const { output, error } = await runNode(
		'modMed',
		{ resource: 'patient', operation: 'create', ...Object.fromEntries(values), ...parameters },
		people as never,
		modMedSurroundings(sandboxCredential(sandbox)),
	);
	return { results: output.map(({ json }) => json), error };
}

const posts = () => sandbox.journal.count({ service: 'modmed', method: 'POST', path: 'Patient' });
const named = (lastName: string) =>
	sandbox.practice.patients().filter(({ name }) => JSON.stringify(name).includes(lastName));

describe('Patient Create', () => {
	it('creates nobody for a contact that carries an ID, and requests nothing', async () => {
		const options = { knownPatientId: '4711', noteWhenNotCreated: 'Add the tag again.' };
		const { results } = await create([LENA], { options });
		expect(results).toEqual([
			{
				outcome: 'alreadyLinked',
				patientId: '',
				missing: [],
				note: expect.stringMatching(/Patient ID 4711 already, .* Add the tag again\.$/),
			},
		]);
		expect(sandbox.journal.count({ service: 'modmed' })).toBe(0);
	});

	it('adds the given sentence to the note only if nothing was created', async () => {
		const options = { noteWhenNotCreated: 'Add the tag again.' };
		const { results } = await create([{ ...LENA, email: '' }, LENA], { options });
		expect(results.map(({ note }) => String(note).endsWith('Add the tag again.'))).toEqual([
			true,
			false,
		]);
	});

	it('says that an earlier attempt may have created the patient, and only then', async () => {
		await create([LENA]);
		resetProcessMemory();
		const [again] = (await create([LENA], { options: { attempt: 2 } })).results;
		expect(again).toMatchObject({ outcome: 'exists' });
		expect(again?.note).toContain('An earlier attempt may have created the patient.');
		const [first] = (await create([LENA], { options: { attempt: 1 } })).results;
		expect(first?.note).not.toContain('earlier attempt');
	});

	it('creates a new patient as ModMed requires', async () => {
		const { results, error } = await create([LENA]);
		expect(error).toBeUndefined();
		const [patient] = named('Leadly');
		expect(results).toEqual([
			{
				outcome: 'created',
				patientId: patient?.id,
				missing: [],
				note: `The patient was created in ModMed (patient ID ${patient?.id}).`,
			},
		]);
		expect(patient).toMatchObject({
			gender: 'female',
			birthDate: '1993-10-10',
			telecom: [
				{ system: 'phone', value: '5615550120' },
				{ system: 'email', value: LENA.email },
			],
		});
	});

	it.each(['locationOnly', 'body', 'bodyWithoutId'] as const)(
		'finds the new ID where ModMed responds with %s',
		async (answer) => {
			sandbox.unknowns.modMed.set('patientCreateAnswer', answer);
			const { results } = await create([LENA]);
			expect(results[0]).toMatchObject({ outcome: 'created', patientId: named('Leadly')[0]?.id });
		},
	);

	it('creates one patient for simultaneous requests about the same person', async () => {
		const { results } = await create([LENA, { ...LENA, firstName: 'LENA' }, LENA]);
		expect(named('Leadly')).toHaveLength(1);
		expect(results.map(({ outcome }) => outcome).sort()).toEqual(['created', 'exists', 'exists']);
		expect(new Set(results.map(({ patientId }) => patientId)).size).toBe(1);
		expect(posts()).toBe(1);
	});

	it.each([
		['the same in other letters', { firstName: 'INES', lastName: 'ejemplo', ...ines() }],
		['another email', { ...ines(), firstName: 'Inés', lastName: 'Ejémplo', email: 'new@x.org' }],
		[
			'another address altogether',
			{ ...ines(), ...names(), email: 'n@x.org', phone: '2145550199' },
		],
		['a second name', { ...ines(), firstName: 'Inés Maria', lastName: 'Ejémplo' }],
	])('finds the patient who exists: %s', async (_, person) => {
		const { results } = await create([person]);
		expect(results[0]).toMatchObject({ outcome: 'exists', patientId: seed.PATIENTS.ines.id });
		expect(posts()).toBe(0);
	});

	it.each(['digits', 'asStored', 'any'] as const)(
		'finds by phone however ModMed searches: %s',
		async (format) => {
			sandbox.unknowns.modMed.set('phoneSearchFormat', format);
			const { results } = await create([{ ...ines(), ...names(), email: 'other@example.com' }]);
			expect(results[0]).toMatchObject({ outcome: 'exists', patientId: seed.PATIENTS.ines.id });
		},
	);

	it.each([
		['another first name', { ...testa(), firstName: 'Tess' }, 'another first name'],
		['another birth date', { ...testa(), birthDate: '1985-04-21' }, 'another birth date'],
	])('leaves it to a person: %s', async (_, person, reason) => {
		const { results } = await create([person]);
		expect(results[0]).toMatchObject({ outcome: 'unclear', patientId: '' });
		expect(results[0]?.note).toContain(reason);
		expect(posts()).toBe(0);
	});

	it('creates a child who shares email and phone with a parent', async () => {
		const child = { ...testa(), firstName: 'Tim', birthDate: '2015-02-03', gender: 'male' };
		const { results } = await create([child]);
		expect(results[0]?.outcome).toBe('created');
	});

	it('reports several such patients as unclear', async () => {
		sandbox.practice.addPatient(seed.PATIENTS.testa);
		const { results } = await create([testa()]);
		expect(results[0]).toMatchObject({ outcome: 'unclear', patientId: '' });
	});

	it('names everything that is missing or cannot be read, and requests nothing', async () => {
		sandbox.journal.clear();
		const { results } = await create([
			{ ...LENA, email: '', gender: '' },
			{ ...LENA, phone: '000-000-0000', birthDate: '2093-10-10' },
		]);
		expect(results).toEqual([
			{
				outcome: 'missingFields',
				patientId: '',
				missing: ['Email', 'Gender'],
				note: 'Not created in ModMed: Email and Gender are missing.',
			},
			{
				outcome: 'missingFields',
				patientId: '',
				missing: ['Phone', 'Date of Birth'],
				note: 'Not created in ModMed: Phone has to be a US number of ten digits; Date of Birth has to be a past date.',
			},
		]);
		expect(sandbox.journal.count({ service: 'modmed' })).toBe(0);
	});

	it('demands what else the practice requires, and sends it', async () => {
		const requiredFields = ['lastName', 'addressLine', 'postalCode'];
		const { results } = await create([LENA], { requiredFields });
		expect(results[0]?.missing).toEqual(['Street Address', 'Postal Code']);
		const additionalFields = { addressLine: '1 Main St', city: 'Boca', postalCode: '33431' };
		await create([LENA], { requiredFields, additionalFields });
		expect(named('Leadly')[0]?.address).toEqual([
			{ use: 'home', line: ['1 Main St'], city: 'Boca', postalCode: '33431' },
		]);
	});

	it.each(['details', 'diagnostics', 'coding'] as const)(
		'names what ModMed rejects, wherever it says so: %s',
		async (place) => {
			sandbox.unknowns.modMed.set('outcomeText', place);
			sandbox.modMed.access.requiredOfPatients = ['address'];
			const { results } = await create([LENA]);
			expect(results[0]).toMatchObject({ outcome: 'missingFields', missing: ['Street Address'] });
		},
	);

	it.each([
		{ kind: 'loseAnswer' },
		{ kind: 'cut' },
		{ kind: 'status', status: 502, afterHandling: true },
	] as const)('looks up a create whose response was lost: $kind', async (action) => {
		sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient', action });
		const { results } = await create([LENA]);
		expect(results[0]).toMatchObject({ outcome: 'created', patientId: named('Leadly')[0]?.id });
		expect(posts()).toBe(1);
	});

	it('repeats a create that ModMed says it has not accepted', async () => {
		const action = { kind: 'status', status: 429, headers: { 'retry-after': '1' } } as const;
		sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient', action });
		const { results } = await create([LENA]);
		expect(results[0]?.outcome).toBe('created');
		expect(named('Leadly')).toHaveLength(1);
	});

	it('trusts ModMed that it has the patient', async () => {
		sandbox.unknowns.modMed.set('duplicatePatient', 'rejected409');
		sandbox.unknowns.modMed.set('familyCase', 'sensitive');
		const elsewhere = { ...testa(), email: 'other@example.com', phone: '2145550199' };
		const { results } = await create([{ ...elsewhere, lastName: 'SAMPLE' }]);
		expect(results[0]).toMatchObject({ outcome: 'unclear' });
		expect(results[0]?.note).toContain('reports that the patient exists');
	});

	it('searches by name, birth date and gender where nothing else is allowed', async () => {
		sandbox.modMed.access.revoke('pat_s');
		sandbox.modMed.access.grant('pat_s_name_dob_gen');
		const { results, error } = await create([testa(), LENA]);
		expect(error).toBeUndefined();
		expect(results.map(({ outcome }) => outcome)).toEqual(['exists', 'created']);
	});

	it.each([
		['pat_s', 'search', 'acl/pat_s'],
		['pat_c', 'create', 'acl/pat_c'],
	] as const)('names the permission it lacks: %s', async (permission, verb, acl) => {
		sandbox.modMed.access.revoke(permission);
		const { error } = await create([LENA]);
		expect(error?.message).toBe(`ModMed does not allow this login to ${verb} Patient`);
		expect(error?.description).toContain(acl);
		expect(error?.context).toMatchObject({ transient: false });
		expect(JSON.stringify([error?.message, error?.description, error?.context])).not.toMatch(
			/lena|5550120|1993/i,
		);
		expect(named('Leadly')).toEqual([]);
	});
});

function testa() {
	const { firstName, lastName, email, phone, birthDate, gender } = seed.PATIENTS.testa;
	return { firstName, lastName, email, phone, birthDate, gender };
}

function ines() {
	const { email, phone, birthDate, gender } = seed.PATIENTS.ines;
	return { email, phone, birthDate, gender };
}

function names() {
	return { firstName: 'Inés', lastName: 'Ejémplo' };
}
