import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import {
	readTemplate,
	runTemplate,
	type TemplateJson,
	type TemplateRun,
} from '../support/runTemplate';
const copy = readTemplate('05-copy-birthday.json');

const TAG = 'modmed create';

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
const errorOf = ({ error }: TemplateRun) => error?.message;
const waiting = ({ items }: TemplateRun) => items('Write to the ledger');

describe('05-copy-birthday.json in process', () => {
	const fields = { 'ModMed Birthday': '1985-07-21', 'Last Visit Date': '2026-02-03' };
	const birthOf = (id: string) => sandbox.location.contact(id)?.dateOfBirth ?? '';

	it.each([
		{ of: 'a visit, a birthday, no Date of Birth', more: { fields }, becomes: '1985-07-21' },
		{ of: 'a Date of Birth', more: { fields, dateOfBirth: '1970-01-01' }, becomes: '1970-01-01' },
		{ of: 'no visit', more: { fields: { 'ModMed Birthday': '1985-07-21' } }, becomes: '' },
		{ of: 'no birthday', more: { fields: { 'Last Visit Date': '2026-02-03' } }, becomes: '' },
	])('$of: $becomes', async ({ more, becomes }) => {
		const id = add({ dateOfBirth: undefined, ...more });
		expect(errorOf(await run(copy, event(id)))).toBeUndefined();
		expect(birthOf(id)).toBe(becomes);
	});

	it('stops while the CRM cannot be reached', async () => {
		const id = add({ dateOfBirth: undefined, fields });
		const action = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'crm', method: 'PUT', times: 0, action });
		expect(errorOf(await run(copy, event(id)))).toContain('delivered again');
		expect(waiting(await run(copy, event(id, { attempt: 3 })))).toHaveLength(1);
	}, 30_000);
});
