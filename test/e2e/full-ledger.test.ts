import { beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { addCase, contactOf, noteOf, type SyncCase } from '../support/syncCases';
import { ledgerAndLog, ledgerRows, untilOutcome } from './support/ledger';
import { editWorkflow, runAndRead, saveManualRuns } from './support/manualRuns';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const SYNC_MS = 120_000;
/** SQLite gives each table a page: two tables, of which the ledger is one, are as much as fits. */
const TWO_PAGES = '8192';
const OTHER_TABLE = 'Something else';

const booked: SyncCase = {
	type: 'nonSurgicalConsult',
	status: 'booked',
	pipeline: 'Non-Surgical Pipeline',
	stage: 'Booked',
	tags: ['appointment booked'],
};
const later: SyncCase = { ...booked, type: 'laserHairRemoval' };
const unmapped: SyncCase = { ...booked, type: 'unmapped' };

describe('A ledger that takes nothing, on a real n8n', () => {
	const testbed = withTestbed({
		seed: 'empty',
		publish: ['01', '07'],
		env: { N8N_DATA_TABLES_MAX_SIZE_BYTES: TWO_PAGES },
	});
	let otherTable = '';

	const untilNoted = async (one: SyncCase) =>
		await waitUntil(() => noteOf(testbed().sandbox, one) !== undefined, {
			for: `the note about ${one.type}`,
			within: SYNC_MS,
			otherwise: async () => await ledgerAndLog(testbed().n8n),
		});

	beforeAll(async () => {
		const { n8n } = testbed();
		const project = await n8n.rest<{ id: string }>('GET', '/rest/projects/personal');
		const tables = `/rest/projects/${project.id}/data-tables`;
		const columns = [{ name: 'value', type: 'string' }];
		const { id } = await n8n.rest<{ id: string }>('POST', tables, { name: OTHER_TABLE, columns });
		otherTable = `${tables}/${id}`;
		await editWorkflow(n8n, TEMPLATES.reportFailures, saveManualRuns);
	});

	it('does not hold up the sync', async () => {
		const { n8n, sandbox } = testbed();
		addCase(sandbox, booked);
		await untilNoted(booked);
		expect(await ledgerRows(n8n)).toEqual([]);
	}, 300_000);

	it('is told to support, though nothing can be recorded', async () => {
		const { n8n } = testbed();
		const { reportFailures } = TEMPLATES;
		const { runByHand, failureReports } = NODES;
		const { items, message } = await runAndRead(n8n, reportFailures, runByHand, failureReports);
		expect(items.map(({ subject }) => subject)).toEqual(['The ledger is full']);
		expect(message).toContain('takes nothing more into its data tables');
	}, 120_000);

	it('takes what could not be recorded once there is room, and nothing is doubled', async () => {
		const { n8n, sandbox } = testbed();
		const unmappedId = addCase(sandbox, unmapped);
		addCase(sandbox, later);
		await untilNoted(later);
		await n8n.rest('DELETE', otherTable);
		await untilOutcome(n8n, `Appointment/${unmappedId}`, 'waiting');
		for (const one of [booked, later]) {
			expect(sandbox.location.notes(contactOf(sandbox, one).id)).toHaveLength(1);
		}
	}, 300_000);
});
