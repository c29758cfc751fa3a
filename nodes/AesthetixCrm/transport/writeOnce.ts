import type { CrmClient, CrmRequest } from './crmClient';
import type { Answer } from './refusal';
import { mayHaveHappened } from './refusal';

/** Sends a write. Where its answer was lost, it looks first whether it has happened. */
export async function writeOnce(
	crm: CrmClient,
	request: CrmRequest,
	findDone: () => Promise<Record<string, unknown> | undefined>,
): Promise<Answer> {
	const first = await crm.send(request);
	if (first.ok || !mayHaveHappened(first.refusal)) return first;
	const done = await findDone();
	return done ? { ok: true, body: done } : await crm.send(request);
}
