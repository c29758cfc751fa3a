import type { IDataObject } from 'n8n-workflow';

import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';

const LEDGER = 'ModMed sync ledger';

export async function ledgerRow(n8n: N8nHost, resource: string): Promise<IDataObject | undefined> {
	const rows = await n8n.records.dataTable(LEDGER);
	return rows.find((row) => row.resource === resource);
}

export async function untilSynced(n8n: N8nHost, resource: string): Promise<void> {
	await waitUntil(async () => (await ledgerRow(n8n, resource))?.outcome === 'synced', {
		for: `${resource} to be synced`,
		within: 240_000,
		otherwise: () => n8n.logTail(),
	});
}

/** As if the ledger had never heard of it. */
export async function removeFromLedger(n8n: N8nHost, resource: string): Promise<void> {
	const table = await n8n.records.dataTableOf(LEDGER);
	const ofResource = { columnName: 'resource', condition: 'eq', value: resource };
	const filter = JSON.stringify({ type: 'and', filters: [ofResource] });
	await n8n.rest('DELETE', `${table}/rows?filter=${encodeURIComponent(filter)}`);
}
