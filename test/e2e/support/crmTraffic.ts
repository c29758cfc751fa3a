import type { JournalEntry, Sandbox } from '../../../sandbox';
import type { N8nHost } from '../../../scripts/n8n/N8nHost';
import { waitUntil } from '../../../scripts/n8n/wait';

const IDLE_MS = 120_000;

/** What n8n has written to the CRM, in order. The CRM takes a search as a POST. */
export function crmWrites({ journal }: Sandbox): JournalEntry[] {
	return journal
		.entries({ service: 'crm' })
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
}

/** Waits until n8n runs no execution: whatever has begun has written all that it writes. */
export async function untilIdle(n8n: N8nHost): Promise<void> {
	const filter = encodeURIComponent(JSON.stringify({ status: ['new', 'running'] }));
	const isIdle = async () => {
		const path = `/rest/executions?limit=100&filter=${filter}`;
		const { results } = await n8n.rest<{ results: unknown[] }>('GET', path);
		return results.length === 0;
	};
	await waitUntil(isIdle, {
		for: 'n8n to finish its executions',
		within: IDLE_MS,
		otherwise: () => n8n.logTail(),
	});
}
