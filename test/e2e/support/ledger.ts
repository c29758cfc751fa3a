import type { IDataObject } from 'n8n-workflow';

import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';

const LEDGER = 'ModMed sync ledger';
const OUTCOME_MS = 240_000;

/** Empty while no template has created the ledger yet. */
export async function ledgerRows(n8n: N8nHost): Promise<IDataObject[]> {
	return await n8n.api.dataTable(LEDGER);
}

/** @param resource What the row is about, such as `Appointment/123`. */
export async function ledgerRow(n8n: N8nHost, resource: string): Promise<IDataObject | undefined> {
	return (await ledgerRows(n8n)).find((row) => row.resource === resource);
}

export async function untilOutcome(
	n8n: N8nHost,
	resource: string,
	outcome: 'synced' | 'waiting' | 'failing',
): Promise<IDataObject> {
	return await waitUntil(
		async () => {
			const row = await ledgerRow(n8n, resource);
			return row?.outcome === outcome && row;
		},
		{
			for: `${resource} to be ${outcome}`,
			within: OUTCOME_MS,
			otherwise: async () => await ledgerAndLog(n8n),
		},
	);
}

/** Waits for the report of a failing workflow. */
export async function untilFailureReported(n8n: N8nHost, reason: string): Promise<IDataObject> {
	return await waitUntil(
		async () =>
			(await ledgerRows(n8n)).find(
				(row) => row.outcome === 'failing' && String(row.reason).includes(reason),
			),
		{
			for: `a failure to be reported with "${reason}"`,
			within: OUTCOME_MS,
			otherwise: async () => await ledgerAndLog(n8n),
		},
	);
}

export async function insertLedgerRow(n8n: N8nHost, row: IDataObject): Promise<void> {
	const table = await n8n.api.dataTableOf(LEDGER);
	await n8n.rest('POST', `${table}/insert`, { data: [row], returnType: 'count' });
}

export async function deleteLedgerRows(
	n8n: N8nHost,
	column: 'resource' | 'outcome',
	value: string,
): Promise<void> {
	const table = await n8n.api.dataTableOf(LEDGER);
	const filters = [{ columnName: column, condition: 'eq', value }];
	const filter = encodeURIComponent(JSON.stringify({ type: 'and', filters }));
	await n8n.rest('DELETE', `${table}/rows?filter=${filter}`);
}

/** What a test that has waited in vain shows. */
export async function ledgerAndLog(n8n: N8nHost): Promise<string> {
	return `${JSON.stringify(await ledgerRows(n8n))}\n${n8n.logTail()}`;
}
