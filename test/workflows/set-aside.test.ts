import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { startSandbox, type Sandbox } from '../../sandbox';
import { readTemplate, runTemplate } from '../support/runTemplate';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterAll(async () => await sandbox.stop());
beforeEach(() => sandbox.reset());

describe('an event that the trigger has set aside', () => {
	it.each([
		['01-sync-appointments.json', 'Appointment'],
		['02-sync-patients.json', 'Patient'],
		['03-sync-charges.json', 'ChargeItem'],
	])('waits in the ledger with its reason, and %s asks nobody about it', async (file, type) => {
		const run = await runTemplate(readTemplate(file), {
			sandbox,
			items: [
				{
					key: `${type}/204865#3f9a2c1b77aa`,
					resourceType: type,
					id: '204865',
					lastUpdated: '2026-03-10T15:00:00.000Z',
					lookFirst: true,
					attempt: 4,
					setAside: true,
					reason: "Its executions failed at 'Set the fields' (TypeError)",
				},
			],
		});
		expect(run.error).toBeUndefined();
		expect(run.items('Write to the ledger')).toMatchObject([
			{
				resource: `${type}/204865`,
				eventKey: `${type}/204865#3f9a2c1b77aa`,
				outcome: 'waiting',
				reason: "Its executions failed at 'Set the fields' (TypeError).",
			},
		]);
		expect(sandbox.journal.count({})).toBe(0);
	});
});
