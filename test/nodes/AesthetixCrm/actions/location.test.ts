import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { seed, startSandbox, type Sandbox } from '../../../../sandbox';
import { callsDuring, credentialOf } from '../support/crmSandbox';
import { runCrm } from '../support/runCrm';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

async function lines(operation: string, more: object = {}): Promise<GoLiveLine[]> {
	const parameters = { resource: 'location', operation, ...more };
	const items = await runCrm(parameters as never, { credential: credentialOf(sandbox) });
	return items.map(({ json }) => json as unknown as GoLiveLine);
}

const blocking = (all: GoLiveLine[]) => all.filter(({ state }) => state === 'blocks');
const tags = () => sandbox.crm.tags.map(({ name }) => name);

const fields = Object.entries(seed.FIELDS).map(([name, dataType]) => ({ name, dataType }));
const setUp = { contactFields: { row: fields }, locationTags: seed.TAGS.join(', ') };
const pipelines = {
	pipelines: {
		row: Object.values(seed.PIPELINES).map(({ name, stages }) => ({
			pipeline: name,
			stages: [...stages],
		})),
	},
};

test('creates the fields and tags that are missing, once', async () => {
	sandbox.location.removeField('Next Visit Date');
	sandbox.location.removeField('Patient Lifetime Value');
	sandbox.crm.tags = sandbox.crm.tags.filter(({ name }) => name !== 'modmed create');
	const first = await lines('setUp', setUp);
	expect(blocking(first)).toEqual([]);
	expect(first.filter(({ what }) => what.endsWith('created now')).map(({ what }) => what)).toEqual([
		'Field "Next Visit Date": date, created now',
		'Field "Patient Lifetime Value": money, created now',
		'Tag "ModMed Create", created now',
	]);
	const created = sandbox.crm.fields.filter(({ name }) => /Next Visit|Lifetime/.test(name));
	expect(created.map(({ dataType, model }) => [dataType, model])).toEqual([
		['DATE', 'contact'],
		['MONETORY', 'contact'],
	]);
	expect(tags()).toContain('modmed create');

	const calls = await callsDuring(sandbox, async () => {
		const second = await lines('setUp', setUp);
		expect(second.every(({ state, what }) => state === 'ready' && !what.includes('now'))).toBe(
			true,
		);
		expect(second).toHaveLength(fields.length + seed.TAGS.length);
	});
	expect(calls.every((call) => call.startsWith('GET'))).toBe(true);
});

test('reports a field of another type and leaves it as it is', async () => {
	sandbox.location.removeField('Last Visit Date');
	sandbox.location.addField('last visit date', 'TEXT');
	sandbox.location.removeField('ModMed Appt Description');
	sandbox.location.addField('ModMed Appt Description', 'LARGE_TEXT');
	const all = await lines('setUp', setUp);
	expect(blocking(all)).toEqual([
		{
			state: 'blocks',
			what: 'Field "Last Visit Date" is of the type text, not date',
			todo: expect.stringContaining('Rename the field'),
		},
	]);
	expect(all.filter(({ state }) => state === 'advice')).toHaveLength(1);
	expect(sandbox.crm.fields.find(({ name }) => name === 'last visit date')?.dataType).toBe('TEXT');
});

test('a lost answer to a create makes no second field', async () => {
	sandbox.location.removeField('ModMed Provider');
	sandbox.faults.add({
		service: 'crm',
		method: 'POST',
		path: '*/customFields',
		action: { kind: 'loseAnswer' },
	});
	expect(blocking(await lines('setUp', setUp))).toEqual([]);
	expect(sandbox.crm.fields.filter(({ name }) => name === 'ModMed Provider')).toHaveLength(1);
});

test('says which permission is missing for creating', async () => {
	sandbox.location.removeField('ModMed Provider');
	sandbox.crm.tags = [];
	sandbox.crm.settings.revoke('locations/customFields.write', 'locations/tags.write');
	const todos = blocking(await lines('setUp', setUp)).map(({ todo }) => todo);
	expect(todos).toHaveLength(1 + seed.TAGS.length);
	expect(todos[0]).toContain("'locations/customFields.write'");
	expect(todos[1]).toContain("'locations/tags.write'");
});

test('a location that is set up is ready in every line, and nothing is written', async () => {
	const contacts = sandbox.location.contacts().length;
	const all = await lines('check', pipelines);
	expect(all.filter(({ state }) => state !== 'ready')).toEqual([]);
	const stages = Object.values(seed.PIPELINES).flatMap((pipeline) => [...pipeline.stages]);
	expect(all).toHaveLength(7 + 2 + 2 + stages.length);
	expect(sandbox.location.contacts()).toHaveLength(contacts);
});

test.each([
	'contacts.readonly',
	'contacts.write',
	'opportunities.readonly',
	'opportunities.write',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/tags.readonly',
] as const)('names the missing permission %s', async (scope) => {
	sandbox.crm.settings.revoke(scope);
	const missing = blocking(await lines('check', pipelines));
	expect(missing.length).toBeGreaterThan(0);
	expect(missing.every(({ todo }) => todo.includes(`'${scope}'`))).toBe(true);
});

test('where the CRM refuses an unknown ID as such, it says what it could not tell', async () => {
	const action = { kind: 'status', status: 403, body: { message: 'No access' } } as const;
	sandbox.faults.add({ service: 'crm', method: 'PUT', times: 0, action });
	const all = await lines('check', pipelines);
	expect(blocking(all)).toEqual([]);
	expect(all.filter(({ state }) => state === 'advice').map(({ todo }) => todo)).toEqual([
		expect.stringContaining("'contacts.write'"),
		expect.stringContaining("'opportunities.write'"),
	]);
});

test('a token that is not valid is one line', async () => {
	sandbox.crm.settings.tokenActive = false;
	const all = await lines('check', pipelines);
	expect(all).toEqual([
		{
			state: 'blocks',
			what: 'The CRM did not accept the token',
			todo: expect.stringContaining('Create a new token'),
		},
	]);
});

test('names pipelines and stages that are not there, and duplicates that are allowed', async () => {
	sandbox.crm.settings.allowDuplicateOpportunity = true;
	sandbox.crm.settings.allowDuplicateContact = true;
	const row = [
		{ pipeline: 'Surgery', stages: 'Consult Booked' },
		{ pipeline: seed.PIPELINES.nonSurgical.name, stages: 'booked, Paitent' },
	];
	const all = await lines('check', { pipelines: { row } });
	expect(blocking(all).map(({ what }) => what)).toEqual([
		'The location allows duplicate opportunities',
		'The CRM has no pipeline "Surgery"',
		'Non-Surgical Pipeline has no stage "Paitent"',
	]);
	expect(blocking(all)[1]?.todo).toContain('Surgical Pipeline, Non-Surgical Pipeline');
	expect(all.filter(({ state }) => state === 'advice')).toHaveLength(1);
});
