import type { CrmClient } from '../../transport/client';
import { runExclusive } from '../../../shared/http/keyedMutex';
import { isTransient } from '../../../shared/nodeError';
import { processCache } from '../../../shared/processMemory';
import { writeFields } from '../field/writeFields';
import { underClaimNote } from './claimNotes';
import type { CrmContact } from './contact';
import { claimedForSomebodyElse, patientIdNotSaved } from './contactMatchErrors';
import { patientIdOf } from './contactPatient';
import { getContact } from './contactRequests';
import type { ContactQuery, Match } from './findContact';
import { patientIdField } from './findContact';

const MAX_CLAIMED = 20_000;
/** Longer than a claim takes, and shorter than anybody waits for a mistake to be corrected. */
const CLAIMED_MS = 5 * 60 * 1000;

/** For which patient this process has claimed a contact a short while ago. */
const claims = processCache<Claim>({ max: MAX_CLAIMED, ttlMs: CLAIMED_MS });

interface Claim {
	patientId: string;
	/** The contact has shown the ID. Until then the CRM may still carry out what was sent. */
	isConfirmed: boolean;
}

/**
 * Writes the patient's ID onto a contact that was found by email or phone, and reads it back, before
 * anything else is written: two patients with one phone may both have been matched to a lead that
 * says nothing of its name. Of several claimants at most one gets the contact.
 *
 * Within this process a mutex decides. The CRM knows no conditional write, so where other processes
 * may be at work (`lookFirst`), they take turns by notes on the contact.
 * @returns The contact with the ID.
 * @throws NodeOperationError where another patient has the contact, or claims it.
 */
export async function claimContact(
	crm: CrmClient,
	query: ContactQuery,
	{ contact, by }: Match,
): Promise<CrmContact> {
	const { modMedPatientId: patientId } = query;
	if (patientId === '') return contact;
	if (by === 'modMedPatientId') return contact;
	const key = `${crm.location.baseUrl}|${crm.location.locationId}/${contact.id}`;
	return await runExclusive(`claim of ${key}`, async () => {
		const earlier = claims.get(key);
		if (earlier && !earlier.isConfirmed && earlier.patientId !== patientId) {
			throw claimedForSomebodyElse(crm.node, contact.id, patientId);
		}
		claims.set(key, { patientId, isConfirmed: false });
		// What was found may be older than a claim that has come to its end meanwhile.
		const isOutdated = earlier !== undefined || query.lookFirst;
		const write = async () => {
			const now = isOutdated ? await getContact(crm, contact.id) : contact;
			return await writePatientId(crm, now, patientId);
		};
		const claimed = query.lookFirst ? underClaimNote(crm, contact.id, patientId, write) : write();
		return await claimed.then(
			(after) => {
				claims.set(key, { patientId, isConfirmed: true });
				return after;
			},
			async (error: unknown) => {
				// Whose claim it was stays known: what others have found may be older, too.
				if (!isTransient(error)) restore(key, earlier);
				return await Promise.reject(error);
			},
		);
	});
}

async function writePatientId(
	crm: CrmClient,
	contact: CrmContact,
	patientId: string,
): Promise<CrmContact> {
	const field = await patientIdField(crm);
	const before = contact.isComplete ? contact : await getContact(crm, contact.id);
	await requireFreeFor(crm, before, patientId);
	if ((await patientIdOf(crm, before)) === patientId) return before;
	await writeFields(crm, before, [{ field, value: patientId }]);

	const after = await getContact(crm, contact.id);
	await requireFreeFor(crm, after, patientId);
	if ((await patientIdOf(crm, after)) !== patientId) throw patientIdNotSaved(crm.node, contact.id);
	return after;
}

async function requireFreeFor(
	crm: CrmClient,
	contact: CrmContact,
	patientId: string,
): Promise<void> {
	const carried = await patientIdOf(crm, contact);
	if (carried !== '' && carried !== patientId) {
		throw claimedForSomebodyElse(crm.node, contact.id, patientId);
	}
}

function restore(key: string, earlier: Claim | undefined): void {
	if (earlier) claims.set(key, earlier);
	else claims.delete(key);
}
