import { describe, expect, test } from '@jest/globals';

import { callsDuring } from '../support/crmSandbox';
import { refusalOf } from '../support/refusalOf';
import { useCrm } from '../support/useCrm';

const crm = useCrm();

describe('Tag', () => {
	const add = async (tags: unknown, more = {}) => await crm.run('tag', 'add', { tags, ...more });
	const byName = (value: unknown) => ({ __rl: true, mode: 'name', value });

	test('adds what is missing and removes what is there, whatever the case', async () => {
		await crm.findTesta();
		const calls = await callsDuring(crm.sandbox, async () => {
			expect(await add(byName('Appointment Booked, Patient'))).toMatchObject({
				added: ['Appointment Booked', 'Patient'],
			});
			expect(await add(byName('appointment booked'))).toMatchObject({ added: [] });
			expect(
				await crm.run('tag', 'remove', { tags: byName('PATIENT, Cancel/No-Show') }),
			).toMatchObject({
				removed: ['Patient'],
				notThere: ['Cancel/No-Show'],
			});
		});
		expect(calls).toEqual([
			`POST /contacts/${crm.contactId}/tags`,
			`DELETE /contacts/${crm.contactId}/tags`,
		]);
		expect(crm.sandbox.location.contact(crm.contactId)?.tags).toEqual(['appointment booked']);
	});

	test('takes a list from an expression', async () => {
		const tags = byName('={{ ["Appointment Booked", "Patient"] }}');
		expect(await add(tags)).toMatchObject({ added: ['Appointment Booked', 'Patient'] });
	});

	test('an unknown tag is named, or created where that is wanted', async () => {
		const refusal = await refusalOf(add(byName('Apointment Booked')));
		expect(refusal.message).toBe('The CRM has no \'Tag\' named "Apointment Booked"');
		expect(await add(byName('VIP'), { createMissing: true })).toMatchObject({ added: ['VIP'] });
	});

	test.each(['POST', 'DELETE'])('a lost answer to %s is looked up', async (method) => {
		if (method === 'DELETE') crm.sandbox.location.addTags(crm.contactId, 'Patient');
		crm.loseAnswer(method, '/contacts/*/tags');
		await crm.run('tag', method === 'POST' ? 'add' : 'remove', { tags: byName('Patient') });
		expect(crm.sandbox.journal.count({ method, path: '/tags' })).toBe(1);
	});
});
