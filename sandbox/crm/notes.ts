import type { Answer, Exchange } from '../http/exchange';
import { asText, type JsonObject } from '../http/json';
import { contactOr400 } from './contactStore';
import { noteView } from './contactViews';
import { checked, type Dto } from './dto';
import { badRequest, unprocessable } from './refusals';
import type { Note } from './types';
import { crmNow, type CrmWorld } from './world';

const allowed: Dto['allowed'] = {
	body: 'text',
	userId: 'text',
	title: 'text',
	color: 'text',
	pinned: 'boolean',
};

export function listNotes(exchange: Exchange, world: CrmWorld): Answer {
	const contact = contactOr400(exchange.params.contactId ?? '', world);
	const notes = (world.notes.get(contact.id) ?? []).map(noteView);
	if (world.unknowns.get('noteOrder') === 'newestFirst') notes.reverse();
	return { status: 200, body: { notes } };
}

/** Nothing recognises a repeated note: two requests make two notes. */
export function createNote(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, { allowed, required: ['body'] });
	const contact = contactOr400(exchange.params.contactId ?? '', world);
	const note = addNote(contact.id, body, world);
	return { status: 201, body: { note: noteView(note) } };
}

export function addNote(contactId: string, sent: JsonObject, world: CrmWorld): Note {
	const { body, ...rest } = sent;
	const note: Note = {
		id: world.ids.next(),
		contactId,
		body: stored(asText(body), world),
		dateAdded: crmNow(world),
		...rest,
	};
	world.notes.set(contactId, [...(world.notes.get(contactId) ?? []), note]);
	return note;
}

function stored(text: string, world: CrmWorld): string {
	const html = world.unknowns.get('noteHtml');
	const length = world.unknowns.get('noteLength');
	if (text.length > 5000 && length === 'rejectedAbove5000') {
		unprocessable('body must be shorter than or equal to 5000 characters');
	}
	const cut = length === 'cutAt5000' ? text.slice(0, 5000) : text;
	if (html === 'paragraphs') return paragraphs(cut);
	if (html === 'stripped') return cut.replace(/<[^>]*>/g, '');
	return html === 'escaped' ? cut.replace(/</g, '&lt;').replace(/>/g, '&gt;') : cut;
}

function paragraphs(text: string): string {
	const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return escaped
		.split('\n')
		.map((line) => `<p>${line}</p>`)
		.join('');
}

function noteOr400(exchange: Exchange, world: CrmWorld): Note {
	const contact = contactOr400(exchange.params.contactId ?? '', world);
	const note = world.notes.get(contact.id)?.find(({ id }) => id === exchange.params.id);
	return note ?? badRequest('Note not found');
}

export function getNote(exchange: Exchange, world: CrmWorld): Answer {
	return { status: 200, body: { note: noteView(noteOr400(exchange, world)) } };
}

export function updateNote(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, { allowed });
	const note = noteOr400(exchange, world);
	Object.assign(note, body);
	if (body.body !== undefined) note.body = stored(asText(body.body), world);
	return { status: 200, body: { note: noteView(note) } };
}

export function deleteNote(exchange: Exchange, world: CrmWorld): Answer {
	const note = noteOr400(exchange, world);
	const rest = (world.notes.get(note.contactId) ?? []).filter(({ id }) => id !== note.id);
	world.notes.set(note.contactId, rest);
	return { status: 200, body: { succeded: true } };
}
