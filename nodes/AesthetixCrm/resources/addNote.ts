import type { IDataObject } from 'n8n-workflow';

import { claimsOf } from '../../../domain/crm/claimNote';
import type { StoredNote } from '../../../domain/crm/noteMarker';
import { notesOf, withMarker } from '../../../domain/crm/noteMarker';
import { asRecord, asText } from '../../../domain/coerce';
import type { CreateGuard } from '../../shared/unknownCreates';
import { forgetUnknown, mayBeCreated } from '../../shared/unknownCreates';
import type { CrmClient } from '../transport/client';
import { createOnce } from '../transport/createOnce';
import { deleteNote, listNotes, noteRequest } from './notes';

const JUST_NOW_MS = 300_000;

/** A note to add to a contact. */
export interface NewNote {
	contactId: string;
	text: string;
	/** Of the event that the note is about; empty for a note about none. */
	eventKey: string;
	/** Whether another process may have noted the event, or may be about to. */
	lookFirst: boolean;
	/** Whose contact it is; empty where the workflow does not say. */
	patientId: string;
}

/** Adds a note, unless the event is noted already. Of notes that were added twice one is left. */
export async function addNote(
	crm: CrmClient,
	guard: CreateGuard,
	note: NewNote,
): Promise<IDataObject> {
	const { contactId } = note;
	const body = withMarker(note.text, note.eventKey);
	const isInDoubt = (note.eventKey !== '' && note.lookFirst) || mayBeCreated(guard);
	if (isInDoubt) {
		const noteId = await findNoted(crm, note, body);
		if (noteId !== undefined) {
			forgetUnknown(guard);
			return { contactId, noteId, added: false };
		}
	}

	const request = noteRequest(contactId, body);
	const answer = await createOnce(crm, request, guard, async () => {
		const id = await findNoted(crm, note, body);
		return id === undefined ? undefined : { note: { id } };
	});
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);
	const noteId = asText(asRecord(answer.body.note).id);
	if (!isInDoubt) return { contactId, noteId, added: true };
	const left = (await findNoted(crm, note, body)) ?? noteId;
	return { contactId, noteId: left, added: left === noteId };
}

/** The ID of the note that is there already. What repeats it is deleted, and what a claim has left. */
async function findNoted(
	crm: CrmClient,
	{ contactId, eventKey, patientId }: NewNote,
	body: string,
): Promise<string | undefined> {
	const notes = await listNotes(crm, contactId);
	const [noted, ...twins] = eventKey === '' ? findSame(notes, body) : notesOf(notes, eventKey);
	const claims = patientId === '' ? [] : claimsOf(notes, patientId);
	for (const { id } of [...twins, ...claims]) await deleteNote(crm, contactId, id);
	return noted?.id;
}

/** A note without a key is recognised by its text and by having been added just now. */
function findSame(notes: readonly StoredNote[], body: string): StoredNote[] {
	const plain = (text: string) =>
		text
			.replace(/<[^<>]*>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim();
	const same = notes.find(
		(note) =>
			plain(note.body) === plain(body) &&
			Math.abs(Date.now() - Date.parse(note.dateAdded)) < JUST_NOW_MS,
	);
	return same ? [same] : [];
}
