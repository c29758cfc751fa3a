import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import type { StoredNote } from '../../../../domain/crm/noteMarker';
import { findNoteOf, findDuplicateBefore, withMarker } from '../../../../domain/crm/noteMarker';
import { contactIdField } from '../../descriptions/contactId';
import { contactIdParameter } from '../contactIdParameter';
import { booleanParameter, textParameter } from '../parameters';
import type { CrmClient } from '../../transport/client';
import { asRecord, asText } from '../../../../domain/coerce';
import { runExclusive } from '../../../shared/http/keyedMutex';
import { deleteNote, listNotes, noteRequest } from '../../resources/notes';
import { writeOnce } from '../../transport/writeOnce';
import type { Execute } from '../../../shared/operation';

const JUST_NOW_MS = 300_000;

const fields: INodeProperties[] = [
	contactIdField,
	{
		displayName: 'Text',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		description: 'The text of the note',
	},
	{
		displayName: 'Event Key',
		name: 'eventKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. Appointment/204865#3f9a2c1b77aa',
		description: 'Added as the last line of the note, so that an event is never noted twice',
	},
	{
		displayName: 'Look First',
		name: 'lookFirst',
		type: 'boolean',
		default: false,
		description:
			"Whether to read the contact's notes first and add nothing if the event is noted already. They are read again afterwards: if the event was noted twice at the same time, one of the notes is deleted.",
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['note'], operation: ['add'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	// The sync and the catch-up may handle the same event: the second must see the first one's note.
	return await runExclusive(
		`notes of ${crm.location.locationId}/${contactId}`,
		async () => await addNote(context, itemIndex, crm, contactId),
	);
};

async function addNote(
	context: IExecuteFunctions,
	itemIndex: number,
	crm: CrmClient,
	contactId: string,
): Promise<IDataObject> {
	const eventKey = textParameter(context, 'eventKey', itemIndex);
	const text = textParameter(context, 'body', itemIndex);
	if (text === '') {
		throw new NodeOperationError(context.getNode(), "The 'Text' of the note is empty", {
			itemIndex,
			description: 'Enter what happened.',
		});
	}

	const body = withMarker(text, eventKey);
	const isInDoubt = eventKey !== '' && booleanParameter(context, 'lookFirst', itemIndex);
	if (isInDoubt) {
		const noted = findNoteOf(await listNotes(crm, contactId), eventKey);
		if (noted) return { contactId, noteId: noted.id, added: false };
	}

	const request = noteRequest(contactId, body);
	const answer = await writeOnce(crm, request, async () => {
		const notes = await listNotes(crm, contactId);
		const note = eventKey === '' ? findSame(notes, body) : findNoteOf(notes, eventKey);
		return note && { note: { id: note.id } satisfies IDataObject };
	});
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);
	const noteId = asText(asRecord(answer.body.note).id);
	const twin = isInDoubt
		? findDuplicateBefore(await listNotes(crm, contactId), { noteId, eventKey })
		: undefined;
	if (twin === undefined) return { contactId, noteId, added: true };
	await deleteNote(crm, contactId, noteId);
	return { contactId, noteId: twin.id, added: false };
}

/** A note without a key is recognised by its text and by having been added just now. */
function findSame(notes: readonly StoredNote[], body: string): StoredNote | undefined {
	const plain = (text: string) =>
		text
			.replace(/<[^<>]*>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim();
	return notes.find(
		(note) =>
			plain(note.body) === plain(body) &&
			Math.abs(Date.now() - Date.parse(note.dateAdded)) < JUST_NOW_MS,
	);
}
