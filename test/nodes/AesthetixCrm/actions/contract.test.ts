import { expect, test } from '@jest/globals';

import { seed } from '../../../../sandbox';
import { createContractCheck, hasContracts } from '../../../support/openApiContract';
import { runOne } from '../support/runCrm';
import { useCrm } from '../support/useCrm';

const { hana } = seed.PATIENTS;
const KEY = 'Appointment/204865#3f9a2c1b77aa';
const SURGICAL = seed.PIPELINES.surgical.name;
const crm = useCrm();

(hasContracts ? test : test.skip)('every request fits the published contract', async () => {
	const judge = createContractCheck();
	const credential = crm.credential;
	await crm.findTesta();
	const { contactId: made } = await runOne(
		{
			resource: 'contact',
			operation: 'find',
			modMedPatientId: hana.id,
			email: hana.email,
			phone: hana.phone,
			firstName: hana.firstName,
			lastName: hana.lastName,
			gender: hana.gender,
			whenNotFound: 'create',
			lookFirst: true,
		},
		{ credential },
	);
	crm.contactId = String(made);
	await crm.run('note', 'add', { body: 'Hello', eventKey: KEY, lookFirst: true });
	await crm.run('note', 'getAll', { returnAll: true });
	const fieldsObject = { 'Next Visit Date': '2026-12-01', 'Patient Lifetime Value': 12.5 };
	await crm.run('field', 'set', { specify: 'object', fieldsObject });
	const contactFields = { dateOfBirth: '1990-09-25', state: 'TX' };
	await crm.run('contact', 'update', { contactFields });
	const tags = { __rl: true, mode: 'name', value: 'Patient' };
	await crm.run('tag', 'add', { tags });
	await crm.run('tag', 'remove', { tags });
	crm.sandbox.location.addOpportunity({ contactId: crm.contactId, pipeline: SURGICAL });
	const stage = { __rl: true, mode: 'name', value: 'Consult Booked' };
	const pipeline = { __rl: true, mode: 'name', value: SURGICAL };
	await crm.run('opportunity', 'find', { pipeline, stage });
	await crm.run('opportunity', 'move', { pipeline, stage });

	const entries = crm.sandbox.journal.entries({ service: 'crm' });
	expect(entries.length).toBeGreaterThan(14);
	expect(entries.flatMap((entry) => judge(entry).map((why) => `${entry.path}: ${why}`))).toEqual(
		[],
	);
	const [put] = entries.filter(({ method }) => method === 'PUT');
	expect(judge({ ...put!, body: { gender: 'female' } })).not.toEqual([]);
	expect(judge({ ...put!, headers: {} })).not.toEqual([]);
});
