import { el } from './dom.js';

const FRESH_MS = 20_000;
const firstSeen = new Map();

/**
 * Marks notes that arrived while the page was open as fresh.
 * Returns the ID of the contact with a new note, or an empty string.
 */
export function rememberNotes(state, isFirst) {
	let arrived = '';
	for (const contact of state.crm.contacts) {
		for (const note of contact.notes) {
			if (firstSeen.has(note.id)) continue;
			firstSeen.set(note.id, isFirst ? 0 : Date.now());
			arrived = contact.id;
		}
	}
	return arrived;
}

export function anyFresh(state) {
	return state.crm.contacts.some((contact) => contact.notes.some(isFresh));
}

function isFresh(note) {
	return Date.now() - (firstSeen.get(note.id) ?? 0) < FRESH_MS;
}

export function renderContacts(target, state, selected, select) {
	target.replaceChildren(
		el('h3', {}, 'Contacts'),
		...state.crm.contacts.map((contact) => {
			const fresh = contact.notes.some(isFresh) ? 'fresh' : '';
			const current = contact.id === selected ? 'current' : '';
			const count = contact.notes.length;
			return el(
				'button',
				{ class: `contact ${fresh} ${current}`, onclick: () => select(contact.id) },
				el('strong', {}, contact.name || 'No name'),
				el('small', {}, contact.email || contact.phone || 'no email, no phone'),
				el('span', { class: 'count' }, count ? `${count} ${count === 1 ? 'note' : 'notes'}` : ''),
			);
		}),
	);
}

export function renderContact(target, state, selected) {
	const contact = state.crm.contacts.find(({ id }) => id === selected);
	if (!contact) {
		const text = 'Select a contact to see its notes, tags, fields and opportunities.';
		target.replaceChildren(el('p', { class: 'empty' }, text));
		return;
	}
	const details = [contact.email, contact.phone, contact.dateOfBirth].filter(Boolean).join(' · ');
	target.replaceChildren(
		el('h3', {}, contact.name),
		el('p', { class: 'details' }, details),
		el('div', { class: 'tags' }, ...contact.tags.map((tag) => el('span', {}, tag))),
		el('h4', {}, 'Notes'),
		...notes(contact, state),
		el('h4', {}, 'Fields'),
		fields(contact, state),
		el('h4', {}, 'Opportunities'),
		...opportunities(contact),
	);
}

function notes(contact, state) {
	if (contact.notes.length === 0) return [el('p', { class: 'empty' }, 'No notes yet.')];
	const options = { timeZone: state.timezone, dateStyle: 'medium', timeStyle: 'short' };
	return contact.notes.map((note) =>
		el(
			'div',
			{ class: `note ${isFresh(note) ? 'fresh' : ''}` },
			el('small', {}, new Date(note.dateAdded).toLocaleString('en-US', options)),
			el('pre', {}, note.body),
		),
	);
}

function fields(contact, state) {
	const rows = state.crm.fields.map(({ name }) => {
		const value = contact.fields[name];
		const text = value === undefined || value === '' ? '–' : String(value);
		return el('tr', {}, el('th', {}, name), el('td', {}, text));
	});
	return el('table', {}, el('tbody', {}, ...rows));
}

function opportunities(contact) {
	if (contact.opportunities.length === 0) return [el('p', { class: 'empty' }, 'No opportunities.')];
	return contact.opportunities.map(({ pipeline, stage, status }) =>
		el('p', { class: 'details' }, `${pipeline}: ${stage} (${status})`),
	);
}
