import type { StoredNote } from './noteMarker';
import { compareNotes, markerOf, withMarker } from './noteMarker';

/** Nobody claims a contact for so long: what is older was left behind by a crash. */
const STALE_MS = 60 * 60 * 1000;
const PREFIX = 'ContactClaim/';
const TEXT =
	'ModMed sync: this contact is being matched to a patient. This note disappears by itself within minutes. If it is still here after an hour, delete it.';

/** Where a claimant stands. */
export interface ClaimStanding {
	/**
	 * `granted`: nobody else claims the contact. `lost`: somebody came before. `undecided`: somebody
	 * came after, and may not have seen this claim yet.
	 */
	is: 'granted' | 'lost' | 'undecided';
	/** All claims for this patient: one may be left behind by a crash. */
	ownNoteIds: string[];
	/** Claims for others that were left behind by a crash. */
	staleNoteIds: string[];
}

/**
 * The note by which a process claims a contact for a patient, before it writes the patient's ID.
 * @example claimNote('7').endsWith('Ref: ContactClaim/7') // true
 */
export function claimNote(patientId: string): string {
	return withMarker(TEXT, `${PREFIX}${patientId}`);
}

/** The notes by which a contact is claimed for this patient. */
export function claimsOf(notes: readonly StoredNote[], patientId: string): StoredNote[] {
	return notes.filter(({ body }) => markerOf(body) === `${PREFIX}${patientId}`);
}

/**
 * Where a patient's claim stands among the contact's notes. Whoever adds its claim, and only then
 * reads the notes, is seen by everybody who does so later: of two claimants at most one is granted,
 * whatever the clocks say. They only decide who waits and who gives up.
 * @returns `undecided` also where the patient's own claim is not listed yet.
 */
export function standingOf(notes: readonly StoredNote[], patientId: string): ClaimStanding {
	const claims = notes.filter(({ body }) => markerOf(body).startsWith(PREFIX));
	const own = claimsOf(claims, patientId).sort(compareNotes);
	const [first, latest] = [own.at(0), own.at(-1)];
	if (!first || !latest) return { is: 'undecided', ownNoteIds: [], staleNoteIds: [] };

	const others = claims.filter((note) => !own.includes(note));
	const isStale = ({ dateAdded }: StoredNote) =>
		Date.parse(latest.dateAdded) - Date.parse(dateAdded) > STALE_MS;
	const rivals = others.filter((note) => !isStale(note));
	const noteIds = {
		ownNoteIds: own.map(({ id }) => id),
		staleNoteIds: others.filter(isStale).map(({ id }) => id),
	};
	if (rivals.length === 0) return { is: 'granted', ...noteIds };
	const isLost = rivals.some((rival) => compareNotes(rival, first) < 0);
	return { is: isLost ? 'lost' : 'undecided', ...noteIds };
}
