import { NodeApiError } from 'n8n-workflow';

import type { CreateGuard } from '../../shared/unknownCreates';
import { awaitedCreate, forgetUnknown, rememberUnknown } from '../../shared/unknownCreates';
import type { CrmClient } from './client';
import type { Refusal } from './refusal';
import { mayHaveHappened } from './refusal';
import type { CrmRequest } from './send';

/** Created now, found to have been created by a request whose answer was lost, or refused. */
export type CreateResult =
	{ ok: true; body: Record<string, unknown> } | { ok: false; refusal: Refusal };

/** The CRM is known to refuse what it creates all the same. */
const DOUBTFUL_REFUSALS = [400, 409, 422];

/**
 * Sends a create at most once a run. Where the outcome is unknown it is looked for: a gateway
 * answers 502 or 504 at once, and the CRM may carry the create out seconds later. Until the guard's
 * time is over later runs only look, which the caller has done before this is called.
 * @param findCreated Looks for what was to be created. Returns a body for the answer if it is there.
 * @throws NodeApiError, marked as transient, while the outcome is waited for.
 */
export async function createOnce(
	crm: CrmClient,
	request: CrmRequest,
	guard: CreateGuard,
	findCreated: () => Promise<Record<string, unknown> | undefined>,
): Promise<CreateResult> {
	const awaited = awaitedCreate(guard);
	if (awaited) {
		// A refusal stays one, so that the event waits for a person and not for the next poll.
		if (isRefusal(awaited.answer)) return { ok: false, refusal: awaited.answer };
		throw outcomeUnknown(crm, request, awaited.sentAt + guard.waitMs);
	}
	const answer = await crm.send(request);
	if (answer.ok) forgetUnknown(guard);
	if (answer.ok || !mayBeCarriedOut(answer.refusal)) return answer;

	// Before it is looked for: looking may fail, too.
	rememberUnknown(guard, answer.refusal);
	const body = await findCreated();
	if (body === undefined) {
		if (!mayHaveHappened(answer.refusal)) return answer;
		throw outcomeUnknown(crm, request, Date.now() + guard.waitMs);
	}
	forgetUnknown(guard);
	crm.recordFound(request, { ok: true, body });
	return { ok: true, body };
}

function mayBeCarriedOut(refusal: Refusal): boolean {
	const isDoubtful = DOUBTFUL_REFUSALS.includes(refusal.status) && refusal.duplicateOf === '';
	return isDoubtful || mayHaveHappened(refusal);
}

/** Only refusals that leave no hope are answered again: any other outcome is waited for. */
function isRefusal(answer: object | undefined): answer is Refusal {
	return answer !== undefined && 'status' in answer && !mayHaveHappened(answer as Refusal);
}

/** @param until Unix time in milliseconds. */
function outcomeUnknown({ node }: CrmClient, { what }: CrmRequest, until: number): NodeApiError {
	const message = `It is not known yet whether the CRM has carried out what it was sent for ${what}`;
	const time = new Date(until).toISOString().slice(11, 16);
	const description = `It is looked for at the next polls. After ${time} UTC it is sent once more if it is still missing. Nothing has to be changed.`;
	const error = new NodeApiError(node, { message }, { message, description });
	error.context.transient = true;
	return error;
}
