import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { seed, startSandbox, type Sandbox } from '../../../sandbox';
import { crmUnknowns, type CrmUnknown } from '../../../sandbox/crm/unknowns';
import { credentialOf } from './support/crmSandbox';
import { newExecution, runOne } from './support/runCrm';

const { hana } = seed.PATIENTS;
const named = (value: string) => ({ __rl: true, mode: 'name', value });
const cases = Object.entries(crmUnknowns).flatMap(([name, { answers }]) =>
	answers.slice(1).map((answer): [CrmUnknown, string] => [name as CrmUnknown, answer]),
);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

/** One event from the contact to the stage, in one execution. */
async function sync(contactOf: (contactId: string) => void) {
	const executionId = newExecution();
	const run = async (resource: string, operation: string, more: object) =>
		await runOne({ resource, operation, ...more } as never, {
			credential: credentialOf(sandbox),
			executionId,
		});
	const { id: modMedPatientId, ...person } = hana;
	const found = await run('contact', 'find', {
		modMedPatientId,
		...person,
		whenNotFound: 'create',
		lookFirst: true,
	});
	const contactId = String(found.contactId);
	contactOf(contactId);
	const note = { contactId, body: 'Confirmed', eventKey: 'Appointment/1#abc', lookFirst: true };
	const fieldsObject = {
		'ModMed Patient ID': hana.id,
		'Next Visit Date': '2026-12-01',
		'Last Visit Date': null,
		'ModMed Appt Status': 'Confirmed',
		'Patient Lifetime Value': 12.5,
	};
	const stage = { pipeline: named(seed.PIPELINES.surgical.name), stage: named('Consult Booked') };
	return {
		note: await run('note', 'add', note),
		fields: await run('field', 'set', { contactId, specify: 'object', fieldsObject }),
		added: await run('tag', 'add', { contactId, tags: named('Appointment Booked, Patient') }),
		removed: await run('tag', 'remove', { contactId, tags: named('Cancel/No-Show') }),
		moved: await run('opportunity', 'move', { contactId, ...stage }),
	};
}

test.each(cases)(
	'%s: %s — an event is synced, and a second time nothing changes',
	async (name, answer) => {
		sandbox.reset();
		sandbox.crm.settings.burst = { max: 5000, intervalMs: 10_000 };
		sandbox.unknowns.crm.setByText(name, answer);
		let opportunity = '';
		const first = await sync((contactId) => {
			const pipeline = seed.PIPELINES.surgical.name;
			opportunity = sandbox.location.addOpportunity({ contactId, pipeline }).id;
		});
		expect(first.note).toMatchObject({ added: true });
		expect(first.added).toMatchObject({ added: ['Appointment Booked', 'Patient'] });
		expect(first.moved).toMatchObject({ moved: true, opportunityId: opportunity });

		const second = await sync(() => undefined);
		expect(second).toMatchObject({
			note: { added: false },
			fields: { changed: [] },
			added: { added: [] },
			removed: { removed: [] },
			moved: { moved: false },
		});
		expect(sandbox.location.contacts()).toHaveLength(10);
	},
);
