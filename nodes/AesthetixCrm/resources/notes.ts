import type { StoredNote } from '../../../domain/crm/noteMarker';
import type { CrmClient } from '../transport/client';
import type { CrmRequest } from '../transport/send';
import { asRecords, asText } from '../../../domain/coerce';
import { isNotFound } from '../transport/refusal';

/**
 * All notes of a contact, which the CRM gives in one answer.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/get-all-notes
 */
export async function listNotes(crm: CrmClient, contactId: string): Promise<StoredNote[]> {
	const { notes } = await crm.request({
		method: 'GET',
		path: pathOf(contactId),
		what: `the contact ${contactId}`,
		scope: 'contacts.readonly',
	});
	return asRecords(notes).map(({ id, body, dateAdded }) => ({
		id: asText(id),
		// Not trimmed: a note is recognised by its text.
		body: typeof body === 'string' ? body : '',
		dateAdded: asText(dateAdded),
	}));
}

/** https://marketplace.gohighlevel.com/docs/ghl/contacts/create-note */
export function noteRequest(contactId: string, body: string): CrmRequest {
	return {
		method: 'POST',
		path: pathOf(contactId),
		body: { body },
		what: `the contact ${contactId}`,
		scope: 'contacts.write',
	};
}

/**
 * Deletes a note. A note that no longer exists is no error.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/delete-note
 */
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
