import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { claimNote, claimsOf, standingOf } from '../../../../domain/crm/claimNote';
import type { CrmClient } from '../../transport/client';
import { createOnce } from '../../transport/createOnce';
import { isTransient } from '../../../shared/nodeError';
import { deleteNote, listNotes, noteRequest } from '../notes';
import { claimedForSomebodyElse, claimUndecided } from './contactMatchErrors';

/** When to look again whether a later claim has been given up. */
const LOOK_AGAIN_AFTER_MS = [100, 400, 1_500, 3_000];

/**
 * Does a piece of work on a contact while a note claims the contact for the patient. A claim that a
 * crash has left behind is taken up again by its own patient, and ignored by others after an hour.
 *
 * The note stays where the work's outcome is unknown: the CRM may still carry it out.
 * @throws NodeOperationError where another patient's claim came before.
 */
export async function underClaimNote<Result>(
	crm: CrmClient,
	contactId: string,
	patientId: string,
	work: () => Promise<Result>,
): Promise<Result> {
	await addClaim(crm, contactId, patientId);
	const claimed = async () => {
		const ownNoteIds = await waitForGrant(crm, contactId, patientId);
		const result = await work();
		for (const id of ownNoteIds) await deleteNote(crm, contactId, id);
		return result;
	};
	return await claimed().catch(async (error: unknown) => {
		if (!isTransient(error)) await deleteClaims(crm, contactId, patientId);
		return await Promise.reject(error);
	});
}

async function deleteClaims(crm: CrmClient, contactId: string, patientId: string): Promise<void> {
	const own = claimsOf(await listNotes(crm, contactId), patientId);
	for (const { id } of own) await deleteNote(crm, contactId, id);
}

async function addClaim(crm: CrmClient, contactId: string, patientId: string): Promise<void> {
	const request = noteRequest(contactId, claimNote(patientId));
	const guard = { key: `claim ${contactId} ${patientId}`, waitMs: 0, lastAttemptAt: 0 };
	const answer = await createOnce(crm, request, guard, async () => {
		const [claim] = claimsOf(await listNotes(crm, contactId), patientId);
		return claim && { note: { id: claim.id } satisfies IDataObject };
	});
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);
}

/**
 * Waits until nobody else claims the contact: whoever came later gives up as soon as it sees this
 * claim. Returns the patient's claims.
 */
async function waitForGrant(crm: CrmClient, contactId: string, patientId: string) {
	for (const wait of [0, ...LOOK_AGAIN_AFTER_MS]) {
		if (wait > 0) await sleep(wait);
		const standing = standingOf(await listNotes(crm, contactId), patientId);
		for (const id of standing.staleNoteIds) await deleteNote(crm, contactId, id);
		if (standing.is === 'granted') return standing.ownNoteIds;
		if (standing.is === 'lost') throw claimedForSomebodyElse(crm.node, contactId, patientId);
	}
	throw claimUndecided(crm.node, contactId);
}
