import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { claimNote } from '../../../../../domain/crm/claimNote';
import { resetProcessMemory } from '../../../../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../../../../sandbox';
import { callsDuring, credentialOf } from '../../support/crmSandbox';
import { newExecution, runCrm } from '../../support/runCrm';
import type { Worker } from '../../support/workers';
import { startWorkers } from '../../support/workers';

const PHONE = '(561) 555-0177';
const MOTHER = { modMedPatientId: '1001', firstName: 'Maria', birthDate: '1980-02-02' };
const CHILD = { modMedPatientId: '1002', firstName: 'Emma', birthDate: '2012-03-03' };
type Patient = typeof MOTHER;

let sandbox: Sandbox;
let workers: Worker[] = [];
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	workers = await startWorkers(2);
});
beforeEach(() => {
	sandbox.reset();
	resetProcessMemory();
	workers.forEach((worker) => worker.restart());
});
afterAll(async () => await sandbox.stop());

const FIND: INodeParameters = {
	resource: 'contact',
	operation: 'find',
	modMedPatientId: '={{ $json.modMedPatientId }}',
	phone: PHONE,
	firstName: '={{ $json.firstName }}',
	lastName: 'Alvarez',
	birthDate: '={{ $json.birthDate }}',
	whenNotFound: 'create',
};

async function find(
	patients: Patient[],
	{ lookFirst = false, run = runCrm, executionId = '' } = {},
) {
	const output = await run(
		{ ...FIND, lookFirst },
		{
			credential: credentialOf(sandbox),
			items: patients,
			continueOnFail: true,
			executionId: executionId || newExecution(),
		},
	);
	return output.map(({ json }) => json);
}

function addLead(more: IDataObject = {}): string {
	return sandbox.location.addContact({ phone: '+15615550177', ...more }).id;
}

const LEADS: Array<[string, IDataObject]> = [
	['no name', {}],
	['a dot for a name', { firstName: '.', lastName: '.' }],
	['an emoji for a name', { firstName: '🙂' }],
	['the surname only', { lastName: 'Alvarez' }],
];

describe('a lead at a phone that two of a family share', () => {
	it.each(LEADS)('with %s: one of a wave gets it, the other waits', async (_, lead) => {
		const id = addLead(lead);
		const found = await find([MOTHER, CHILD]);
		expect(found.filter(({ contactId }) => contactId === id)).toHaveLength(1);
		expect(found.filter(({ error }) => String(error).includes('same contact'))).toHaveLength(1);
		const winner = found[0]!.contactId === id ? MOTHER : CHILD;
		expect(sandbox.location.fields(id)).toEqual({ 'ModMed Patient ID': winner.modMedPatientId });
	});

	it.each(LEADS)('with %s: one of two workers gets it, the other waits', async (_, lead) => {
		const id = addLead(lead);
		const found = await Promise.all([
			find([MOTHER], { lookFirst: true, run: workers[0]!.run }),
			find([CHILD], { lookFirst: true, run: workers[1]!.run }),
		]);
		const winners = found.flat().filter(({ contactId }) => contactId === id);
		expect(winners).toHaveLength(1);
		expect(sandbox.location.fields(id)).toEqual({
			'ModMed Patient ID': found[0]![0]!.contactId === id ? '1001' : '1002',
		});
		expect(sandbox.location.notes(id)).toEqual([]);
	});

	it('is free again once somebody has cleared the ID', async () => {
		const id = addLead();
		expect(await find([MOTHER])).toMatchObject([{ contactId: id }]);
		sandbox.location.updateContact(id, { fields: { 'ModMed Patient ID': '' } });
		expect(await find([CHILD])).toMatchObject([{ contactId: id }]);
	});

	it('is in doubt while the CRM may still carry out the claim of another', async () => {
		const id = addLead();
		const path = `/contacts/${id}`;
		const action = { kind: 'status', status: 504 } as const;
		sandbox.faults.add({ service: 'crm', method: 'PUT', path, times: 0, action });
		expect(await find([MOTHER])).toMatchObject([{ details: { transient: true } }]);
		sandbox.faults.clear();
		expect(await find([CHILD])).toMatchObject([{ error: expect.stringContaining('same contact') }]);
		expect(await find([MOTHER])).toMatchObject([{ contactId: id }]);
	});
});

describe('what a claim costs', () => {
	/** Without the location's fields, which are read once an hour. */
	const callsOf = async (lookFirst: boolean) => {
		const calls = await callsDuring(sandbox, async () => await find([MOTHER], { lookFirst }));
		return calls
			.filter((call) => !call.endsWith('/customFields'))
			.map((call) => call.replace(/notes\/.*/, 'notes/…'));
	};

	it('is a write and its reading back, and nothing for a contact that has the ID', async () => {
		const id = addLead();
		expect(await callsOf(false)).toEqual([
			'POST /contacts/search',
			'GET /contacts/search/duplicate',
			`PUT /contacts/${id}`,
			`GET /contacts/${id}`,
		]);
		expect(await callsOf(false)).toEqual(['POST /contacts/search']);
	});

	it('is a claim note more where other processes may be at work', async () => {
		const id = addLead();
		expect(await callsOf(true)).toEqual([
			'POST /contacts/search',
			'GET /contacts/search/duplicate',
			`POST /contacts/${id}/notes`,
			`GET /contacts/${id}/notes`,
			`GET /contacts/${id}`,
			`PUT /contacts/${id}`,
			`GET /contacts/${id}`,
			`DELETE /contacts/${id}/notes/…`,
		]);
	});
});

describe('a claim that a crash left behind', () => {
	it('is taken up again by its own patient', async () => {
		const id = addLead();
		sandbox.location.addNote(id, claimNote(MOTHER.modMedPatientId));
		expect(await find([MOTHER], { lookFirst: true })).toMatchObject([{ contactId: id }]);
		expect(sandbox.location.notes(id)).toEqual([]);
	});

	it('holds the contact for its patient for an hour', async () => {
		const id = addLead();
		sandbox.location.addNote(id, claimNote(MOTHER.modMedPatientId));
		sandbox.clock.advance(59 * 60_000);
		const [child] = await find([CHILD], { lookFirst: true });
		expect(child).toMatchObject({ error: expect.stringContaining('same contact') });
		resetProcessMemory();
		sandbox.clock.advance(2 * 60_000);
		expect(await find([CHILD], { lookFirst: true })).toMatchObject([{ contactId: id }]);
		expect(sandbox.location.notes(id)).toEqual([]);
	});
});

describe('a later write', () => {
	const OPERATIONS: Array<[string, INodeParameters]> = [
		['Note > Add', { resource: 'note', operation: 'add', body: 'Booked' }],
		['Tag > Add', { resource: 'tag', operation: 'add', tags: tag('VIP'), createMissing: true }],
		['Tag > Remove', { resource: 'tag', operation: 'remove', tags: tag('VIP') }],
		[
			'Field > Set',
			{
				resource: 'field',
				operation: 'set',
				specify: 'object',
				fieldsObject: '{"Lifetime Value": 5}',
			},
		],
		[
			'Contact > Update',
			{ resource: 'contact', operation: 'update', contactFields: { city: 'Boca Raton' } },
		],
		[
			'Opportunity > Move',
			{
				resource: 'opportunity',
				operation: 'move',
				pipeline: tag('Surgical Pipeline'),
				stage: tag('Booked'),
			},
		],
	];
	const write = async (parameters: INodeParameters, executionId: string) => {
		const all = { ...parameters, modMedPatientId: MOTHER.modMedPatientId };
		const credential = credentialOf(sandbox);
		const [item] = await runCrm(all, { credential, executionId, continueOnFail: true });
		return item!.json;
	};

	it.each(OPERATIONS)(
		'%s is refused where the contact has the ID of somebody else',
		async (_, more) => {
			const id = addLead({ tags: ['VIP'] });
			sandbox.location.updateContact(id, {
				fields: { 'ModMed Patient ID': CHILD.modMedPatientId },
			});
			const before = JSON.stringify([sandbox.location.contact(id), sandbox.location.notes(id)]);
			const calls = await callsDuring(sandbox, async () => {
				const said = await write({ ...more, contactId: id }, newExecution());
				expect(said).toMatchObject({
					error: expect.stringContaining('does not have the ModMed Patient ID'),
				});
			});
			expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
			expect(JSON.stringify([sandbox.location.contact(id), sandbox.location.notes(id)])).toBe(
				before,
			);
		},
	);

	it('costs no further request in the run that has found the contact', async () => {
		addLead();
		const executionId = newExecution();
		const [found] = await find([MOTHER], { executionId });
		const contactId = String(found!.contactId);
		const calls = await callsDuring(
			sandbox,
			async () => await write({ ...OPERATIONS[0]![1], contactId }, executionId),
		);
		expect(calls).toEqual([`POST /contacts/${contactId}/notes`]);
	});

	it('reads the contact before the note where other processes may be at work', async () => {
		const id = addLead();
		const executionId = newExecution();
		await find([MOTHER], { executionId });
		sandbox.location.updateContact(id, { fields: { 'ModMed Patient ID': CHILD.modMedPatientId } });
		const note = { ...OPERATIONS[0]![1], contactId: id, eventKey: 'Appointment/1#a' };
		expect(await write({ ...note, lookFirst: true }, executionId)).toMatchObject({
			error: expect.stringContaining('or not any more'),
		});
		expect(sandbox.location.notes(id)).toEqual([]);
	});
});

function tag(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}
