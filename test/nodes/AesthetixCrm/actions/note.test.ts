import { describe, expect, test } from '@jest/globals';

import { callsDuring } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { useCrm } from '../support/useCrm';

const KEY = 'Appointment/204865#3f9a2c1b77aa';
const crm = useCrm();

describe('Note', () => {
	const add = async (more = {}) =>
		await crm.run('note', 'add', { body: 'Checked-Out', eventKey: KEY, ...more });

	test('one call writes it with its key as the last line', async () => {
		const calls = await callsDuring(crm.sandbox, async () => {
			expect(await add()).toMatchObject({ contactId: crm.contactId, added: true });
		});
		expect(calls).toEqual([`POST /contacts/${crm.contactId}/notes`]);
		expect(crm.sandbox.location.notes(crm.contactId)[0]?.body).toBe(`Checked-Out\nRef: ${KEY}`);
	});

	test('is not added a second time, unless the appointment was something else meanwhile', async () => {
		const { noteId } = await add({ lookFirst: true });
		expect(await add({ lookFirst: true })).toEqual({
			contactId: crm.contactId,
			noteId,
			added: false,
		});
		crm.sandbox.clock.advance?.(1000);
		await new Promise((resolve) => setTimeout(resolve, 5));
		await add({ eventKey: 'Appointment/204865#000000000000', lookFirst: true });
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await add({ lookFirst: true })).toMatchObject({ added: true });
	});

	/** Another process that notes the same while ours is between looking and writing, or after it. */
	const rival = (method: string, times = 1, skip = 0) => {
		const run = async () => {
			crm.sandbox.location.addNote(crm.contactId, `Checked-Out\nRef: ${KEY}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		};
		const path = `/contacts/${crm.contactId}/notes`;
		crm.sandbox.faults.add({
			service: 'crm',
			method,
			path,
			times,
			skip,
			action: { kind: 'run', run },
		});
	};

	test('is taken back where somebody else has noted the same while it was written', async () => {
		rival('POST');
		const { noteId, added } = await add({ lookFirst: true });
		expect(added).toBe(false);
		expect(crm.sandbox.location.notes(crm.contactId).map(({ id }) => id)).toEqual([noteId]);
	});

	test('stays where the other one has come later: that one goes', async () => {
		const path = `/contacts/${crm.contactId}/notes`;
		const wait = async () => await new Promise((resolve) => setTimeout(resolve, 5));
		crm.sandbox.faults.add({ service: 'crm', path, skip: 1, action: { kind: 'run', run: wait } });
		rival('GET', 1, 1);
		const { noteId, added } = await add({ lookFirst: true });
		expect(added).toBe(true);
		expect(crm.sandbox.location.notes(crm.contactId)[0]?.id).toBe(noteId);
	});

	test.each([{ eventKey: KEY }, { eventKey: '' }])(
		'a lost answer is looked up: %o',
		async ({ eventKey }) => {
			crm.loseAnswer('POST', '/contacts/*/notes');
			expect(await add({ eventKey })).toMatchObject({ added: true });
			expect(crm.sandbox.location.notes(crm.contactId)).toHaveLength(1);
		},
	);

	test('a write that did not happen is sent once more by a later run', async () => {
		crm.sandbox.faults.add({
			service: 'crm',
			method: 'POST',
			path: '/contacts/*/notes',
			action: { kind: 'status', status: 502 },
		});
		const options = { waitAfterLostAnswer: 0 };
		const refusal = await refusalOf(add({ options }));
		expect(refusal.message).toContain('not known yet whether the CRM has carried out');
		expect(crm.sandbox.location.notes(crm.contactId)).toHaveLength(0);
		await add({ options });
		expect(crm.sandbox.location.notes(crm.contactId)).toHaveLength(1);
	});

	test('an unknown contact is named', async () => {
		const refusal = await refusalOf(add({ contactId: 'nobody' }));
		expect(refusal.message).toBe('The CRM could not find the contact nobody');
		expect((await refusalOf(add({ contactId: '' }))).message).toContain("'Contact ID'");
	});
});
