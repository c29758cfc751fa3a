import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../../../../sandbox';
import { callsDuring, credentialOf } from '../../support/crmSandbox';
import { refusalOf } from '../../support/refusalOf';
import { runOne } from '../../support/runCrm';

/** A sandbox of its own for each test: what is learnt of a location is kept with it. */
let sandbox: Sandbox;
let contactId: string;
beforeEach(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	const { location } = sandbox;
	location.addField('Favourite Colour', 'TEXT');
	location.addField('Budget', 'MONETORY');
	location.addField('First Call', 'DATE');
	const fields = { 'Favourite Colour': 'green', Budget: 12.5, 'First Call': '2026-01-31' };
	contactId = location.addContact({ firstName: 'Ada', email: 'ada@example.com', fields }).id;
});
afterEach(async () => await sandbox.stop());

const own = { 'Favourite Colour': 'green', Budget: 12.5, 'First Call': '2026-01-31' };
const run = async (fieldsObject: IDataObject) =>
	await runOne(
		{ resource: 'field', operation: 'set', contactId, specify: 'object', fieldsObject } as never,
		{ credential: credentialOf(sandbox) },
	);
const fields = () => sandbox.location.fields(contactId);
const puts = (calls: string[]) => calls.filter((call) => call.startsWith('PUT')).length;
const set = (name: string, answer: string) => sandbox.unknowns.crm.setByText(name, answer);

describe('A CRM that empties what an update does not name', () => {
	test.each(['contact', 'fieldsSent', 'succeededOnly'])(
		'is noticed, told, and loses nothing (answer to an update: %s)',
		async (answer) => {
			set('customFieldsOnUpdate', 'replaced');
			set('updateAnswer', answer);
			set('dateReadFormat', 'epochMs');
			const first = await run({ 'ModMed Appt Status': 'Confirmed' });
			expect(first.warning).toContain(
				'"Favourite Colour", "Budget", "First Call" was written back',
			);
			expect(fields()).toEqual({ ...own, 'ModMed Appt Status': 'Confirmed' });

			const calls = await callsDuring(sandbox, async () => {
				expect(await run({ 'ModMed Appt Status': 'Checked-Out' })).toMatchObject({ warning: '' });
			});
			expect(puts(calls)).toBe(1);
			expect(fields()).toEqual({ ...own, 'ModMed Appt Status': 'Checked-Out' });
		},
	);

	test('gets no second update for a contact with a field that cannot be written back', async () => {
		set('customFieldsOnUpdate', 'replaced');
		sandbox.location.addField('Consent', 'SIGNATURE');
		sandbox.location.updateContact(contactId, { fields: { Consent: 'a drawing' } });
		const refusal = await refusalOf(run({ 'ModMed Appt Status': 'Confirmed' }));
		expect(refusal.message).toContain('"Consent" cannot be written back');
		expect(fields()).toEqual({ ...own, 'ModMed Appt Status': 'Confirmed' });

		sandbox.location.updateContact(contactId, { fields: { Consent: 'a drawing' } });
		const calls = await callsDuring(sandbox, async () => {
			await refusalOf(run({ 'ModMed Appt Status': 'Checked-Out' }));
		});
		expect(puts(calls)).toBe(0);
		expect(fields()).toMatchObject({ Consent: 'a drawing' });
	});

	test('is not seen in somebody who empties one field at the same moment', async () => {
		const { location, faults } = sandbox;
		const emptied = () => location.updateContact(contactId, { fields: { Budget: '' } });
		faults.add({
			service: 'crm',
			method: 'PUT',
			action: { kind: 'run', run: () => void emptied() },
		});
		expect(await run({ 'ModMed Appt Status': 'Confirmed' })).toMatchObject({ warning: '' });
		expect(fields()).toMatchObject({ Budget: '', 'Favourite Colour': 'green' });
	});
});

describe('A CRM that answers with success', () => {
	test.each(['ignored', 'rejected'])(
		'and does not know the field any more (%s): it is told, and the next run writes it',
		async (answer) => {
			set('unknownCustomField', answer);
			await run({ 'ModMed Appt Status': 'Confirmed' });
			sandbox.location.removeField('ModMed Appt Status');
			sandbox.location.addField('ModMed Appt Status', 'TEXT');
			const refusal = await refusalOf(run({ 'ModMed Appt Status': 'Checked-Out' }));
			if (answer === 'ignored')
				expect(refusal.message).toContain('did not save "ModMed Appt Status"');
			await run({ 'ModMed Appt Status': 'Checked-Out' });
			expect(fields()).toMatchObject({ 'ModMed Appt Status': 'Checked-Out' });
		},
	);

	test('and does not empty a field: it is told, and the rest is written', async () => {
		set('clearedBy', 'neither');
		const wanted = { 'First Call': null, 'ModMed Appt Status': 'Cancelled' };
		expect(await run(wanted)).toMatchObject({
			changed: ['ModMed Appt Status'],
			notEmptied: ['First Call'],
			warning: expect.stringContaining('did not empty "First Call"'),
		});
		expect(fields()).toEqual({ ...own, 'ModMed Appt Status': 'Cancelled' });
	});

	test.each(['rejected', 'dropped'])(
		'or refusal takes another form of a day (%s): it is found out once',
		async (answer) => {
			set('badCustomValue', answer);
			set('dateWriteForm', 'midnight');
			await run({ 'First Call': '2026-02-28' });
			expect(fields()).toMatchObject({ 'First Call': '2026-02-28' });
			const calls = await callsDuring(sandbox, async () => {
				await run({ 'First Call': '2026-03-01' });
			});
			expect(puts(calls)).toBe(1);
			expect(fields()).toMatchObject({ 'First Call': '2026-03-01' });
		},
	);

	test('and keeps a value in a form of its own: that is taken', async () => {
		sandbox.location.addField('Mobile', 'PHONE');
		const lower = () => {
			const { customFields } = sandbox.location.contact(contactId) ?? {};
			for (const [id, value] of Object.entries(customFields ?? {})) {
				if (value === '(561) 555-0100') Object.assign(customFields ?? {}, { [id]: '+15615550100' });
			}
		};
		const later = { kind: 'run', run: lower } as const;
		sandbox.faults.add({
			service: 'crm',
			method: 'GET',
			path: '/contacts/*',
			times: 0,
			action: later,
		});
		set('updateAnswer', 'succeededOnly');
		expect(await run({ Mobile: '(561) 555-0100' })).toMatchObject({ changed: ['Mobile'] });
	});
});

test('An answer that tells nothing of the fields is looked after once for each kind of value', async () => {
	set('updateAnswer', 'succeededOnly');
	const calls = async (value: string) =>
		(
			await callsDuring(sandbox, async () => void (await run({ 'ModMed Appt Status': value })))
		).filter((call) => call === `GET /contacts/${contactId}`).length;
	// One look is always taken, for a run that has not seen the contact yet.
	expect(await calls('Confirmed')).toBe(2);
	expect(await calls('Checked-Out')).toBe(1);
});

describe('Contact > Update', () => {
	const update = async () =>
		await runOne(
			{ operation: 'update', contactId, contactFields: { dateOfBirth: '1990-09-25' } } as never,
			{ credential: credentialOf(sandbox) },
		);

	test('tells a date of birth that the CRM passes over', async () => {
		set('dateOfBirthOnUpdate', 'ignored');
		const refusal = await refusalOf(update());
		expect(refusal.message).toBe('The CRM reported success but did not save "dateOfBirth"');
	});

	test.each(['contact', 'succeededOnly'])(
		'costs no look where it is taken (%s)',
		async (answer) => {
			set('updateAnswer', answer);
			const calls = await callsDuring(sandbox, async () => {
				expect(await update()).toMatchObject({ updated: true });
			});
			expect(calls).toEqual([`GET /contacts/${contactId}`, `PUT /contacts/${contactId}`]);
		},
	);
});
