import type { WrittenNote } from '../../../domain/noteMarker';
import type { CrmClient, CrmRequest } from './crmClient';
import { asObjects, asText } from './json';

/** All notes of a contact: the CRM gives them in one answer. */
export async function listNotes(crm: CrmClient, contactId: string): Promise<WrittenNote[]> {
	const { notes } = await crm.request({
		method: 'GET',
		path: pathOf(contactId),
		what: `the contact ${contactId}`,
		scope: 'contacts.readonly',
	});
	return asObjects(notes).map(({ id, body, dateAdded }) => ({
		id: asText(id),
		body: asText(body),
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

function pathOf(contactId: string): string {
	return `/contacts/${encodeURIComponent(contactId)}/notes`;
}
