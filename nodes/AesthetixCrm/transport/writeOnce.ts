import type { CrmClient } from './client';
import type { CrmRequest } from './send';
import type { CrmResult } from './refusal';
import { mayHaveHappened } from './refusal';

/**
 * Sends a write. If the answer was lost, it is sent again only if the CRM has not carried it out.
 * @param findDone Reads what the write would have changed. Returns a body for the answer if it was
 * carried out.
 */
export async function writeOnce(
	crm: CrmClient,
	request: CrmRequest,
	findWritten: () => Promise<Record<string, unknown> | undefined>,
): Promise<CrmResult> {
	const first = await crm.send(request);
	if (first.ok || !mayHaveHappened(first.refusal)) return first;
	const done = await findWritten();
	if (!done) return await crm.send(request);
	const found: CrmResult = { ok: true, body: done };
	crm.recordFound(request, found);
	return found;
}
