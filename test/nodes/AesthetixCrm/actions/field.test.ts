import { describe, expect, test } from '@jest/globals';

import { callsDuring } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { useCrm } from '../support/useCrm';

const crm = useCrm();

describe('Field > Set', () => {
	const set = async (fieldsObject: object, more = {}) =>
		await crm.run('field', 'set', { specify: 'object', fieldsObject, ...more });
	const all = {
		'next visit date': '2026-12-01',
		'ModMed Appt Status': 'Confirmed',
		'Patient Lifetime Value': '1,234.50',
	};

	test('sets several at once by name, and nothing the second time', async () => {
		await crm.findTesta();
		const calls = await callsDuring(crm.sandbox, async () => {
			expect(await set(all)).toEqual({
				contactId: crm.contactId,
				changed: ['Next Visit Date', 'ModMed Appt Status', 'Patient Lifetime Value'],
				unchanged: [],
				notEmptied: [],
				warning: '',
			});
			expect(await set(all)).toMatchObject({ changed: [] });
		});
		expect(calls).toEqual([`PUT /contacts/${crm.contactId}`]);
		expect(crm.sandbox.location.fields(crm.contactId)).toMatchObject({
			'Next Visit Date': '2026-12-01',
			'Patient Lifetime Value': 1234.5,
		});
	});

	test.each(['iso', 'date', 'epochMs'] as const)(
		'knows a date again that is read back as %s',
		async (format) => {
			crm.sandbox.unknowns.crm.set('dateReadFormat', format);
			await set(all);
			crm.startNewExecution();
			expect(await set(all)).toMatchObject({ changed: [] });
		},
	);

	test.each(['emptyOrNull', 'emptyOnly', 'nullOnly'])(
		'a date is emptied where the CRM takes %s',
		async (how) => {
			crm.sandbox.unknowns.crm.setByText('clearedBy', how);
			await set({ 'Next Visit Date': '2026-12-01', 'Patient Lifetime Value': 5 });
			await set({ 'Next Visit Date': null, 'Patient Lifetime Value': '' });
			const fields = crm.sandbox.location.fields(crm.contactId);
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
		expect(crm.sandbox.location.fields(crm.contactId)).toMatchObject({
			'Last Visit Date': '2026-06-01',
		});
		expect(crm.sandbox.location.fields(crm.contactId)['Next Visit Date'] || '').toBe('');
	});

	test('rows of the form do the same', async () => {
		const field = [
			{ field: { __rl: true, mode: 'name', value: 'ModMed Provider' }, value: 'Dr. T' },
		];
		expect(await crm.run('field', 'set', { specify: 'rows', fields: { field } })).toMatchObject({
			changed: ['ModMed Provider'],
		});
	});

	test('a lost answer is looked up, a field made meanwhile is found', async () => {
		crm.loseAnswer('PUT', '/contacts/*');
		crm.sandbox.location.addField('Shoe Size', 'NUMERICAL');
		await set({ 'Shoe Size': 38 });
		expect(crm.sandbox.journal.count({ method: 'PUT' })).toBe(1);
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
