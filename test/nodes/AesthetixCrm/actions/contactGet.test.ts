import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { seed, startSandbox, type Sandbox } from '../../../../sandbox';
import { callsDuring, credentialOf } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { newExecution, runOne } from '../support/runCrm';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const { testa } = seed.PATIENTS;
const executionId = newExecution();
const get = async (contactId: string) =>
	await runOne(
		{ resource: 'contact', operation: 'get', contactId },
		{ credential: credentialOf(sandbox), executionId },
	);

test('reads the contact as it is now, with its fields by name', async () => {
	const { id } = sandbox.location.contactNamed('Testa Sample');
	const { contact } = await get(id);
	expect(contact).toMatchObject({ id, firstName: 'Testa', email: testa.email, fields: {} });
	sandbox.location.updateContact(id, { fields: { 'Last Visit Date': '2026-02-03' } });
	sandbox.location.addTags(id, 'modmed create');
	const calls = await callsDuring(sandbox, async () => {
		expect(await get(id)).toMatchObject({
			contactId: id,
			contact: {
				city: '',
				tags: expect.arrayContaining(['modmed create']),
				fields: { 'Last Visit Date': '2026-02-03' },
			},
		});
	});
	expect(calls).toEqual([`GET /contacts/${id}`]);
});

test('names a contact that is not there', async () => {
	expect((await refusalOf(get('nobody'))).message).toBe(
		'The CRM could not find the contact nobody',
	);
	expect((await refusalOf(get(''))).message).toContain("'Contact ID'");
});
