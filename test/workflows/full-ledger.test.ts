import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { FakeLedger } from '../support/fakeLedger';
import type { TemplateJson } from '../support/runTemplate';
import { addCase, noteOf, type SyncCase } from '../support/syncCases';
import { appointmentState, runWithLedger } from '../support/withLedger';

const SYNC = '01-sync-appointments.json';
const REPORT = '07-report-failures.json';
const DAY_MS = 86_400_000;
const FAILURE = {
	workflow: { name: 'Sync ModMed patients' },
	execution: { error: { message: 'ModMed could not be reached' } },
};

let sandbox: Sandbox;
let ledger: FakeLedger;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterAll(async () => await sandbox.stop());
beforeEach(() => {
	sandbox.reset();
	ledger = new FakeLedger();
});

const consult: SyncCase = {
	type: 'surgicalConsult',
	status: 'booked',
	pipeline: 'Surgical Pipeline',
	stage: 'Consult Booked',
	tags: ['appointment booked'],
};

const sync = async (one: SyncCase) => {
	const { id, ...state } = appointmentState(sandbox, addCase(sandbox, one));
	const event = { event: 'appointmentChanged', resourceType: 'Appointment', id, ...state };
	const items = [{ ...event, reasons: ['new'], lookFirst: false, attempt: 1 }];
	return await runWithLedger(SYNC, { sandbox, ledger, items });
};
const report = async (
	start: string,
	items?: IDataObject[],
	adapt?: (template: TemplateJson) => TemplateJson,
) => await runWithLedger(REPORT, { sandbox, ledger, start, items, adapt });

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const settled = (resource: string, days: number): IDataObject => ({
	resource,
	eventKey: `${resource}#0123456789ab`,
	outcome: 'synced',
	changedAt: daysAgo(days),
});
const add = (row: IDataObject) => ledger.rows.set(String(row.resource), row);

describe('While the ledger takes nothing', () => {
	beforeEach(() => {
		ledger.isFull = true;
	});

	it('the sync goes on', async () => {
		expect((await sync(consult)).error).toBeUndefined();
		expect(noteOf(sandbox, consult)).toContain('Status: Confirmed');
	});

	it('what would have waited fails, so that the trigger keeps it', async () => {
		const { error } = await sync({ ...consult, type: 'unmapped' });
		expect(error?.message).toContain('size limit exceeded');
	});

	it('a failing workflow is reported at once', async () => {
		const { items, error } = await report('A workflow failed', [FAILURE]);
		expect(error).toBeUndefined();
		expect(items('Notify support')).toEqual([
			expect.objectContaining({
				subject: 'A workflow fails: Sync ModMed patients',
				text: expect.stringContaining('ModMed could not be reached.'),
			}),
		]);
	});

	it('support is told so every hour, along with what waits, and the run fails', async () => {
		add({ ...settled('Appointment/1', 1), outcome: 'waiting', reason: 'Not known.' });
		const { items, error } = await report('Every hour');
		expect(items('Notify support').map(({ subject }) => subject)).toEqual([
			'ModMed appointment 1 waits',
			'The ledger is full',
		]);
		expect(error?.message).toContain('takes nothing more into its data tables');
	});
});

describe('While there is room', () => {
	it('a failing workflow is recorded and not reported twice', async () => {
		const { items } = await report('A workflow failed', [FAILURE]);
		expect(items('Notify support')).toEqual([]);
		expect(ledger.rows.get('Workflow/Sync ModMed patients')).toMatchObject({ outcome: 'failing' });
	});

	it('nobody is told that it is full', async () => {
		const { items, error } = await report('Every hour');
		expect([error, items('Notify support')]).toEqual([undefined, []]);
	});
});

describe('Entries that are settled', () => {
	const left = () => [...ledger.rows.keys()].filter((resource) => !resource.startsWith('Ledger/'));

	it('go after the days in Ledger settings; what waits and the go-live stay', async () => {
		add({ ...settled('go-live', 600), resource: 'go-live' });
		add({ ...settled('Appointment/1', 400), outcome: 'waiting', reportedAt: daysAgo(399) });
		add(settled('Appointment/2', 91));
		add(settled('Appointment/3', 89));
		await report('Every hour');
		expect(left()).toEqual(['go-live', 'Appointment/1', 'Appointment/3']);
	});

	it('of years go a week at a time', async () => {
		[400, 399, 392, 300].forEach((days, index) => add(settled(`Appointment/${index}`, days)));
		await report('Every hour');
		expect(left()).toEqual(['Appointment/2', 'Appointment/3']);
		await report('Every hour');
		expect(left()).toEqual(['Appointment/3']);
	});
});

describe('The size of the ledger', () => {
	const ROWS = 3000;
	const bytesOf = (row: IDataObject) => Object.values(row).join('').length;
	/** A limit so small that a test can reach it. */
	const limitedTo = (megabytes: number) => (template: TemplateJson) =>
		JSON.parse(
			JSON.stringify(template).replace(
				'"limitMb","type":"number","value":200',
				`"limitMb","type":"number","value":${megabytes}`,
			),
		) as TemplateJson;
	const nearlyFull = () => ledger.rows.get('Ledger/nearly full');

	it('is estimated from a sample, and told at 70 % until it is smaller', async () => {
		for (let index = 0; index < ROWS; index += 1) add(settled(`Appointment/${index}`, 1));
		const { items } = await report('Every hour', undefined, limitedTo(1));
		const [{ sampled = 0, newestId = 0 } = {}] = items('Ledger size');
		const actual = [...ledger.rows.values()].reduce((sum, row) => sum + bytesOf(row) + 28, 0);
		const estimate = (Number(sampled) * Number(newestId)) / 200;
		expect(Math.abs(estimate - actual) / actual).toBeLessThan(0.1);
		expect(nearlyFull()).toMatchObject({
			outcome: 'waiting',
			reason: expect.stringMatching(/about 1 of the 1 MB .*Keep settled entries for fewer days/),
		});
		const next = await report('Every hour', undefined, limitedTo(1));
		expect(next.items('Notify support')).toEqual([
			expect.objectContaining({ subject: 'The ledger is nearly full' }),
		]);
		await report('Every hour');
		expect(nearlyFull()).toBeUndefined();
	}, 60_000);
});
