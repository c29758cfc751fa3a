import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { AUDIT_TRAIL } from '../../nodes/shared/auditTrail';
import { startSandbox, type FaultAction, type Sandbox } from '../../sandbox';
import { CANARIES, canaryPatient } from '../e2e/support/canaries';
import { LeakSearch } from '../e2e/support/leakSearch';
import { changesIn } from '../support/journalChanges';
import { readTemplate, runTemplate } from '../support/runTemplate';

const TAG = 'modmed create';
const WRITE_NOTE = { service: 'crm', method: 'POST', path: '/contacts/*/notes', times: 0 } as const;

let sandbox: Sandbox;
let contactId: string;
let trail: string[];

beforeEach(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	sandbox.crm.settings.burst.max = 1_000;
	const { birthDate: dateOfBirth, ...lead } = canaryPatient('B');
	contactId = sandbox.location.addContact({ ...lead, dateOfBirth, tags: [TAG] } as typeof lead).id;
	trail = [];
	jest.spyOn(Container.get(Logger), 'info').mockImplementation((message) => {
		if (message.startsWith(`${AUDIT_TRAIL} `)) trail.push(message.slice(AUDIT_TRAIL.length + 1));
	});
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.stop();
});

const records = () => trail.map((line) => JSON.parse(line) as IDataObject);

const event = (type: string, id: string, key = `${type}/${id}#0123456789ab`): IDataObject => ({
	...{ key, resourceType: type, id, lookFirst: true, attempt: 1 },
	...{ lastUpdated: new Date().toISOString(), reasons: ['new'] },
});
const syncPatient = async () => {
	const { id } = sandbox.practice.addPatient(canaryPatient('A'));
	const items = [event('Patient', id)];
	return await runTemplate(readTemplate('02-sync-patients.json'), { sandbox, items });
};
const createPatient = async () => {
	const items = [event('Contact', contactId, `Contact/${contactId}#tag:0123456789ab.abc`)];
	return await runTemplate(readTemplate('04-create-patient.json'), { sandbox, items });
};

describe('The audit trail', () => {
	it('has one line for each change, in their order', async () => {
		await syncPatient();
		await createPatient();
		const actions = records().map(({ action }) => action);
		expect(actions.length).toBeGreaterThan(6);
		expect(actions).toEqual(changesIn(sandbox.journal));
		expect(new Set(records().map(({ outcome }) => outcome))).toEqual(new Set(['done']));
	});

	it('says when, by which node of which run, and whose record was changed', async () => {
		await createPatient();
		const [created] = records();
		expect(created).toEqual({
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			workflowId: 'modmedCreatePat1',
			executionId: expect.stringMatching(/^template-/),
			node: 'Create patient',
			service: 'modMed',
			action: 'patient.create',
			outcome: 'done',
			patientId: expect.stringMatching(/^\d+$/),
		});
		for (const { service, ...record } of records().slice(1)) {
			expect({ service, ...record }).toMatchObject({ service: 'aesthetixCrm', contactId });
		}
	});

	it('names fields and never a value', async () => {
		await syncPatient();
		await createPatient();
		const fields = records().flatMap((record) => record.fields ?? []);
		expect(fields).toContain('firstName');
		expect(new LeakSearch(CANARIES).inBytes(Buffer.from(trail.join('\n')), 'trail')).toEqual([]);
	});

	it.each<[string, FaultAction, string[]]>([
		['was refused', { kind: 'status', status: 422 }, ['refused']],
		['may have been carried out', { kind: 'status', status: 503 }, ['unknown']],
		['was carried out and not confirmed', { kind: 'loseAnswer' }, ['unknown', 'done']],
	])('tells of a note that %s', async (_, action, outcomes) => {
		sandbox.faults.add({ ...WRITE_NOTE, action });
		await syncPatient();
		const ofNotes = records().filter((record) => record.action === 'note.create');
		expect(ofNotes.map(({ outcome }) => outcome)).toEqual(outcomes);
	});
});
