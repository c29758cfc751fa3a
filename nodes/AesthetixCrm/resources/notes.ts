import type { StoredNote } from '../../../domain/crm/noteMarker';
import type { CrmClient } from '../transport/client';
import type { CrmRequest } from '../transport/send';
import { asRecords, asText } from '../../../domain/coerce';
import { isNotFound } from '../transport/refusal';

/** All notes of a contact: the CRM gives them in one answer. */
export async function listNotes(crm: CrmClient, contactId: string): Promise<StoredNote[]> {
	const { notes } = await crm.request({
		method: 'GET',
		path: pathOf(contactId),
		what: `the contact ${contactId}`,
		scope: 'contacts.readonly',
	});
	return asRecords(notes).map(({ id, body, dateAdded }) => ({
		id: asText(id),
		// As it was written: who looks for a note compares its text.
		body: typeof body === 'string' ? body : '',
		dateAdded: asText(dateAdded),
	}));
}

export function noteRequest(contactId: string, body: string): CrmRequest {
	return {
		method: 'POST',
		path: pathOf(contactId),
		body: { body },
		what: `the contact ${contactId}`,
		scope: 'contacts.write',
	};
}

/** Takes a note back. One that is gone already is as good. */
export async function deleteNote(crm: CrmClient, contactId: string, noteId: string): Promise<void> {
	const request: CrmRequest = {
		method: 'DELETE',
		path: `${pathOf(contactId)}/${encodeURIComponent(noteId)}`,
		what: `the note ${noteId}`,
		scope: 'contacts.write',
	};
	const answer = await crm.send(request);
	if (!answer.ok && !isNotFound(answer.refusal)) throw crm.errorOf(answer.refusal, request);
}

function pathOf(contactId: string): string {
	return `/contacts/${encodeURIComponent(contactId)}/notes`;
}
