import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { withoutWait } from '../../scripts/templates';
import { FakeLedger } from '../support/fakeLedger';
import { crmPoller, TAG_ADDED } from '../nodes/AesthetixCrm/support/crmPoller';
import {
	nodeTypesHere,
	readTemplate,
	runTemplate,
	type TemplateJson,
	type TemplateRun,
} from '../support/runTemplate';

const template = readTemplate('04-create-patient.json');
const create = { ...template, nodes: template.nodes.map(withoutWait) };

const TAG = 'modmed create';
const ID = 'ModMed Patient ID';

let sandbox: Sandbox;
/** A sandbox of its own for each test: the nodes remember what they have learnt of a service. */
beforeEach(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterEach(async () => await sandbox.stop());

const ada = {
	firstName: 'Ada',
	lastName: 'Newcomer',
	email: 'ada.newcomer@example.com',
	phone: '+15615550201',
	dateOfBirth: '1991-03-14',
	gender: 'female',
};
const add = (more: object = {}) =>
	sandbox.location.addContact({ ...ada, tags: [TAG], ...more } as typeof ada).id;
const event = (id: string, given: IDataObject = {}): IDataObject => ({
	key: `Contact/${id}#tag:0123456789ab.abc`,
	resourceType: 'Contact',
	id,
	lookFirst: true,
	attempt: 1,
	...given,
});
const run = async (template: TemplateJson, ...items: IDataObject[]) =>
	await runTemplate(template, { sandbox, items });
/** The rows that are in the ledger after a run. */
async function ledgerAfter(ledger: FakeLedger, template: TemplateJson, item: IDataObject) {
	const dataTable = 'n8n-nodes-base.dataTable';
	const { description } = (await nodeTypesHere())(dataTable, 1.1);
	const stubs = { [dataTable]: ledger.nodeType(description) };
	await runTemplate(template, { sandbox, items: [item], stubs });
	return [...ledger.rows.values()].map(({ resource, outcome, reason }) => ({
		resource,
		outcome,
		reason,
	}));
}
const errorOf = ({ error }: TemplateRun) => error?.message;
const waiting = ({ items }: TemplateRun) => items('Write to the ledger');
const notes = (id: string) => sandbox.location.notes(id).map(({ body }) => body);
const tags = (id: string) => sandbox.location.contact(id)?.tags;
const patients = () => sandbox.practice.patients();

describe('04-create-patient.json in process', () => {
	it('doubles nothing when the same event is delivered again', async () => {
		const id = add();
		const action = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'crm', method: 'DELETE', times: 0, action });
		expect(errorOf(await run(create, event(id)))).toContain('delivered again');
		sandbox.faults.clear();
		expect(tags(id)).toEqual([TAG]);
		await run(create, event(id, { attempt: 2 }));
		expect(patients()).toHaveLength(1);
		expect(sandbox.location.fields(id)[ID]).toBe(patients()[0]?.id);
		expect(notes(id)).toEqual([expect.stringMatching(/^The patient was created[^]*\nRef: /)]);
		expect(tags(id)).toEqual([]);
	});

	it('lets a contact wait in the ledger until the tag is put on again and all of it works', async () => {
		const id = add();
		const ledger = new FakeLedger();
		const body = { message: ['body is too odd'] };
		const action = { kind: 'status' as const, status: 422, body };
		sandbox.faults.add({ service: 'crm', method: 'POST', path: `/contacts/${id}/notes`, action });
		expect(await ledgerAfter(ledger, create, event(id))).toEqual([
			{
				resource: `Contact/${id}`,
				outcome: 'waiting',
				reason: expect.stringMatching(
					/^The CRM did not accept 'body' .*\. Correct it at its source/,
				),
			},
		]);
		expect(tags(id)).toEqual([]);

		sandbox.location.addTags(id, TAG);
		const again = event(id, { key: `Contact/${id}#tag:0123456789ab.abd` });
		expect(await ledgerAfter(ledger, create, again)).toEqual([]);
		expect(notes(id)).toHaveLength(1);
	});

	it('looks a create up whose answer was lost', async () => {
		const action = { kind: 'loseAnswer' } as const;
		sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient*', action });
		const id = add();
		expect(errorOf(await run(create, event(id)))).toBeUndefined();
		expect(patients()).toHaveLength(1);
		expect(sandbox.location.fields(id)[ID]).toBe(patients()[0]?.id);
	});

	it('stops while the CRM cannot be reached, and the next delivery goes on', async () => {
		const id = add();
		const action = { kind: 'status', status: 503 } as const;
		const path = `/contacts/${id}/notes`;
		sandbox.faults.add({ service: 'crm', method: 'POST', path, times: 0, action });
		expect(errorOf(await run(create, event(id)))).toContain('delivered again');
		expect([patients().length, notes(id), tags(id)]).toEqual([1, [], [TAG]]);
		sandbox.faults.clear();
		expect(errorOf(await run(create, event(id, { attempt: 2 })))).toBeUndefined();
		expect(patients()).toHaveLength(1);
		expect(notes(id)).toEqual([expect.stringContaining('An earlier attempt may have')]);
		expect(sandbox.location.fields(id)[ID]).toBe(patients()[0]?.id);
		expect(tags(id)).toEqual([]);
	}, 30_000);

	it('says it in the note when ModMed stays out of reach', async () => {
		const action = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'modmed', times: 0, action });
		const id = add();
		expect(errorOf(await run(create, event(id)))).toContain('delivered again');
		expect(tags(id)).toEqual([TAG]);
		expect(errorOf(await run(create, event(id, { attempt: 3 })))).toBeUndefined();
		expect(notes(id)).toEqual([
			expect.stringMatching(/^The patient was not created[^]*Add it again/),
		]);
		expect(tags(id)).toEqual([]);
	}, 90_000);

	it('says which permission is missing, and takes the tag off', async () => {
		sandbox.modMed.access.revoke('pat_c');
		const id = add();
		expect(errorOf(await run(create, event(id)))).toBeUndefined();
		expect(notes(id)).toEqual([expect.stringContaining('CREATE')]);
		expect(tags(id)).toEqual([]);
	});

	it('names what is missing of several contacts, each on its own', async () => {
		const one = add({ gender: undefined, dateOfBirth: undefined });
		const other = add({ email: 'bea@example.com', phone: '+15615550202', firstName: 'Bea' });
		const third = add({ email: 'cy@example.com', phone: undefined, lastName: undefined });
		expect(errorOf(await run(create, event(one), event(other), event(third)))).toBeUndefined();
		expect(notes(one)).toEqual([expect.stringMatching(/Date of Birth[^]*Gender/)]);
		expect(notes(third)).toEqual([expect.stringMatching(/Last Name[^]*Phone/)]);
		expect(notes(other)).toEqual([expect.stringContaining('was created')]);
		expect([tags(one), tags(other), tags(third)]).toEqual([[], [], []]);
		expect(patients()).toHaveLength(1);
	});

	it('takes the tag off where the ID cannot be kept, and leaves a trace', async () => {
		const id = add();
		sandbox.location.removeField(ID);
		const result = await run(create, event(id));
		expect(errorOf(result)).toBeUndefined();
		expect(notes(id)).toHaveLength(1);
		expect(tags(id)).toEqual([]);
		expect(waiting(result)).toMatchObject([{ outcome: 'waiting', resource: `Contact/${id}` }]);
		expect(JSON.stringify(waiting(result))).not.toMatch(/newcomer|1991/i);
	});

	it('writes no ID onto a second contact of one patient', async () => {
		const { dateOfBirth: birthDate, phone } = ada;
		const known = { ...ada, birthDate, gender: 'female' as const, phone: phone.slice(2) };
		const { id: patientId } = sandbox.practice.addPatient(known);
		const first = add({ email: 'old@example.com', phone: undefined, fields: { [ID]: patientId } });
		const second = add();
		expect(errorOf(await run(create, event(second)))).toBeUndefined();
		expect(sandbox.location.fields(second)[ID]).toBeUndefined();
		expect(notes(second)).toEqual([expect.stringContaining(`The contact ${first} carries this`)]);
		expect(tags(second)).toEqual([]);
		expect(patients()).toHaveLength(1);
	});

	it('leaves a contact alone that has its ID', async () => {
		const id = add({ fields: { [ID]: '4711' } });
		await run(create, event(id));
		expect(patients()).toEqual([]);
		expect(notes(id)).toEqual([expect.stringContaining('4711 already')]);
		expect(sandbox.location.fields(id)[ID]).toBe('4711');
		expect(tags(id)).toEqual([]);
	});

	describe('called by a workflow of the CRM', () => {
		const called = (contactId: string): IDataObject => ({ contactId });
		const writes = () =>
			sandbox.journal
				.entries()
				.filter(({ service, method }) => service === 'modmed' || method !== 'GET');

		it('does what the tag asks for', async () => {
			const id = add();
			expect(errorOf(await run(create, called(id)))).toBeUndefined();
			expect(patients()).toHaveLength(1);
			expect(notes(id)).toEqual([
				expect.stringMatching(/Ref: Contact\/\w+#tag:[0-9a-f]{12}\.[0-9a-z]+$/),
			]);
			expect(tags(id)).toEqual([]);
		});

		it('changes nothing when the call is repeated, until the tag is put on again', async () => {
			const id = add();
			await run(create, called(id));
			sandbox.journal.clear();
			for (let time = 0; time < 5; time += 1) {
				expect(errorOf(await run(create, called(id)))).toBeUndefined();
			}
			expect(writes()).toEqual([]);
			sandbox.location.addTags(id, TAG);
			await run(create, called(id));
			expect(notes(id)).toHaveLength(2);
			expect(patients()).toHaveLength(1);
		});

		it('is one request with the trigger and with calls beside it', async () => {
			const id = add({ tags: [] });
			const poller = crmPoller(sandbox, TAG_ADDED);
			await poller.activate();
			sandbox.location.addTags(id, TAG);
			poller.outcome = () => undefined;
			poller.budgetMs = 2_000;
			await poller.tick();
			const [ofTrigger] = poller.delivered;
			expect(ofTrigger).toMatchObject({ id });
			const all = [called(id), ofTrigger ?? {}, called(id), called(id)];
			const results = await Promise.all(all.map(async (item) => await run(create, item)));
			expect(results.map(errorOf)).toEqual(all.map(() => undefined));
			expect(patients()).toHaveLength(1);
			expect(sandbox.location.fields(id)[ID]).toBe(patients()[0]?.id);
			expect(notes(id)).toHaveLength(1);
			expect(tags(id)).toEqual([]);
		}, 30_000);

		it('does nothing for what names no contact of this location', async () => {
			const untagged = add({ tags: [] });
			const ids = [
				untagged,
				'aContactOfAnotherOne',
				'../opportunities/search',
				'..',
				'__proto__',
				'',
			];
			const bodies = [...ids.map(called), {}];
			for (const item of bodies) {
				const result = await run(create, item);
				expect(errorOf(result)).toBeUndefined();
				expect(waiting(result)).toEqual([]);
			}
			expect(writes()).toEqual([]);
			expect(notes(untagged)).toEqual([]);
		});

		it('leaves it to the trigger where a service cannot be reached', async () => {
			const action = { kind: 'status', status: 503 } as const;
			sandbox.faults.add({ service: 'modmed', times: 0, action });
			const id = add();
			expect(errorOf(await run(create, called(id)))).toContain('at the next poll');
			expect([notes(id), tags(id)]).toEqual([[], [TAG]]);
		}, 60_000);
	});

	it('does nothing where the tag has been taken off meanwhile', async () => {
		const id = add({ tags: [] });
		expect(errorOf(await run(create, event(id)))).toBeUndefined();
		expect([patients(), notes(id)]).toEqual([[], []]);
	});

	it('goes on after a contact that has been deleted', async () => {
		const gone = add();
		sandbox.location.removeContact(gone);
		const id = add();
		const result = await run(create, event(gone), event(id));
		expect(errorOf(result)).toBeUndefined();
		expect(notes(id)).toHaveLength(1);
		expect(new Set(waiting(result).map(({ resource }) => resource))).toEqual(
			new Set([`Contact/${gone}`]),
		);
	});
});
