import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { startSandbox, type Sandbox } from '../../sandbox';
import { nodeTypesHere, readTemplate, runTemplate } from '../support/runTemplate';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
}, 60_000);
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

async function run(file: string, start: string, items?: IDataObject[], stubs?: object) {
	const template = readTemplate(`examples/${file}`);
	return await runTemplate(template, {
		sandbox,
		start,
		items,
		stubs: stubs as Record<string, INodeType>,
	});
}

function person(firstName: string, tags: string[], fields: Record<string, string | number> = {}) {
	return sandbox.location.addContact({ firstName, email: `${firstName}@example.com`, tags, fields })
		.id;
}
const tagsOf = (id: string) => sandbox.location.contact(id)?.tags;
const inDays = (days: number) =>
	DateTime.now().setZone('America/New_York').plus({ days }).toISODate() ?? '';

test('the reminder goes to those who come in two days, each visit anew', async () => {
	const due = person('Due', [], { 'Next Visit Date': inDays(2) });
	const again = person('Again', ['Send Visit Reminder'], { 'Next Visit Date': inDays(2) });
	const later = person('Later', [], { 'Next Visit Date': inDays(3) });
	const never = person('Never', []);
	const { error } = await run('remind-before-visit.json', 'Every morning');
	expect(error).toBeUndefined();
	expect([due, again, later, never].map(tagsOf)).toEqual([
		['send visit reminder'],
		['send visit reminder'],
		[],
		[],
	]);
	const changes = sandbox.journal
		.entries({ service: 'crm' })
		.filter(({ path }) => path.includes(again));
	const writes = changes.filter(({ method }) => method !== 'GET').map(({ method }) => method);
	expect(writes).toEqual(['DELETE', 'POST']);
});

test('one contact that cannot be tagged does not keep the others from it', async () => {
	const first = person('First', [], { 'Next Visit Date': inDays(2) });
	const second = person('Second', [], { 'Next Visit Date': inDays(2) });
	const status = { kind: 'status', status: 400 } as const;
	sandbox.faults.add({ service: 'crm', method: 'POST', path: `*${first}/tags`, action: status });
	const { error } = await run('remind-before-visit.json', 'Every morning');
	expect(error?.message).toContain('Some contacts failed');
	expect(tagsOf(second)).toEqual(['send visit reminder']);
});

test('a review is asked for once', async () => {
	const contactId = person('Rita', ['Patient']);
	const event = { key: `Contact/${contactId}#tag:1`, contactId };
	const { error } = await run('ask-for-review.json', 'Tagged as Patient', [event]);
	expect(error).toBeUndefined();
	expect(tagsOf(contactId)).toEqual(['patient', 'send review request']);
	await run('ask-for-review.json', 'Tagged as Patient', [{ ...event, key: `${event.key}2` }]);
	const notes = sandbox.location.notes(contactId);
	expect(notes.map(({ body }) => body)).toEqual([
		expect.stringContaining('A review was requested'),
	]);
});

test('the win-back starts for those who have not booked again and ends for those who have', async () => {
	const lost = person('Lost', ['Cancel/No-Show']);
	const rebooked = person('Rebooked', ['Cancel/No-Show', 'Start Win-Back'], {
		'Next Visit Date': inDays(9),
	});
	const patient = person('Patient', ['Patient']);
	for (const _week of ['first', 'second']) {
		expect((await run('win-back.json', 'Every Monday')).error).toBeUndefined();
	}
	expect(tagsOf(lost)).toEqual(['cancel/no-show', 'start win-back']);
	expect(tagsOf(rebooked)).toEqual(['cancel/no-show']);
	expect(tagsOf(patient)).toEqual(['patient']);
});

test('the report sums up lifetime value and names nobody', async () => {
	person('Ann', [], { 'Patient Lifetime Value': 120.5 });
	person('Bea', [], { 'Patient Lifetime Value': 79.5 });
	person('Cem', [], { 'Patient Lifetime Value': 0.1 });
	person('Dot', []);
	const kept: IDataObject[] = [];
	const nodeTypeOf = await nodeTypesHere();
	const dataTable = {
		description: { ...nodeTypeOf('n8n-nodes-base.dataTable', 1.1).description, credentials: [] },
		async execute(this: { getInputData: () => Array<{ json: IDataObject }> }) {
			kept.push(...this.getInputData().map(({ json }) => json));
			return [[]];
		},
	};
	const stubs = { 'n8n-nodes-base.dataTable': dataTable };
	const { error } = await run(
		'report-lifetime-value.json',
		'On the first of the month',
		[{}],
		stubs,
	);
	expect(error).toBeUndefined();
	expect(kept.at(-1)).toEqual({
		month: DateTime.now().setZone('America/New_York').toFormat('yyyy-MM'),
		patients: 3,
		total: 200.1,
		average: 66.7,
		highest: 120.5,
	});
});
