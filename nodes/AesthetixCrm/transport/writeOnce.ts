import type { CrmClient } from './client';
import type { CrmRequest } from './send';
import type { CrmResult } from './refusal';
import { mayHaveHappened } from './refusal';

/** Sends a write. Where its answer was lost, it looks first whether it has happened. */
export async function writeOnce(
	crm: CrmClient,
	request: CrmRequest,
	findWritten: () => Promise<Record<string, unknown> | undefined>,
): Promise<CrmResult> {
	const first = await crm.send(request);
	if (first.ok || !mayHaveHappened(first.refusal)) return first;
	const done = await findWritten();
	return done ? { ok: true, body: done } : await crm.send(request);
}
