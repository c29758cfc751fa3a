import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { startSandbox, type Sandbox } from '../../../../sandbox';
import { credentialOf } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { runCrm } from '../support/runCrm';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => {
	const { location } = sandbox;
	const add = (firstName: string, tags: string[], fields: Record<string, string | number>) =>
		location.addContact({ firstName, email: `${firstName}@example.com`, tags, fields });
	add('Ann', ['Patient'], { 'Next Visit Date': '2026-12-01', 'Patient Lifetime Value': 120 });
	add('Bea', ['Patient', 'Cancel/No-Show'], { 'Next Visit Date': '2026-12-02' });
	add('Cem', ['Cancel/No-Show'], {});
	add('Dot', ['Patient Friend'], { 'Next Visit Date': '2026-12-01', 'ModMed Provider': 'Dr. Ex' });
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const where = (...rows: Array<[string, string, (string | number)?]>) => ({
	where: {
		condition: rows.map(([field, is, value]) => ({
			field: { __rl: true, mode: 'name', value: field },
			is,
			value: value ?? '',
		})),
	},
});

const list = async (parameters: object) =>
	await runCrm({ resource: 'contact', operation: 'getAll', ...parameters } as never, {
		credential: credentialOf(sandbox),
	});

async function names(parameters: object): Promise<string[]> {
	const items = await list(parameters);
	return items.map(({ json }) => (json.contact as { firstName: string }).firstName).sort();
}

const answers = ['yes', 'rejected', 'ignored'] as const;

test.each(answers)('by tags and fields, where a search by fields is: %s', async (answer) => {
	sandbox.unknowns.crm.set('customFieldFilterSupported', answer);
	expect(await names(where(['Next Visit Date', 'equal', '2026-12-01']))).toEqual(['Ann', 'Dot']);
	expect(await names(where(['next visit date', 'empty']))).toEqual(['Cem']);
	expect(await names({ withTags: 'patient' })).toEqual(['Ann', 'Bea']);
	const both = { withTags: 'Patient', ...where(['Next Visit Date', 'equal', '2026-12-01']) };
	expect(await names(both)).toEqual(['Ann']);
	expect(await names({ withTags: 'Patient, Cancel/No-Show' })).toEqual(['Bea']);
	const dated = where(['Next Visit Date', 'filled'], ['ModMed Provider', 'equal', 'Dr. Ex']);
	expect(await names(dated)).toEqual(['Dot']);
	expect(await names(where(['Patient Lifetime Value', 'equal', '$120.00']))).toEqual(['Ann']);
});

test('a tag that only begins like the one wanted is another tag', async () => {
	sandbox.unknowns.crm.set('tagFilterMatch', 'partOfTag');
	expect(await names({ withTags: 'Patient' })).toEqual(['Ann', 'Bea']);
});

test('gives the fields by name, all of them or up to the limit', async () => {
	expect(await list({ limit: 3 })).toHaveLength(3);
	const items = await list({ returnAll: true, withTags: 'Patient Friend' });
	expect(items).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({
		contactId: expect.any(String),
		contact: { fields: { 'Next Visit Date': '2026-12-01', 'ModMed Provider': 'Dr. Ex' } },
	});
});

test('reads page after page', async () => {
	for (let count = 0; count < 600; count += 1) {
		sandbox.location.addContact({ firstName: `Many${count}`, tags: ['Patient'] });
	}
	expect(await list({ returnAll: true, withTags: 'Patient' })).toHaveLength(602);
});

test('says which field or value is not right', async () => {
	const unknown = await refusalOf(list(where(['Next Visit', 'filled'])));
	expect(unknown.message).toBe(`The CRM has no 'Field' named "Next Visit"`);
	const noDate = await refusalOf(list(where(['Next Visit Date', 'equal', 'soon'])));
	expect(noDate.message).toBe(`The 'Value' does not fit the field "Next Visit Date"`);
});
