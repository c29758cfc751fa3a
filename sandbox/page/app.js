import { renderBoards } from './boards.js';
import { anyFresh, rememberNotes, renderContact, renderContacts } from './contacts.js';
import { dayValue, el, instant, post } from './dom.js';
import { isRescheduling, renderSchedule } from './schedule.js';

const byId = (id) => document.getElementById(id);
const form = byId('book');

let state;
let selected = '';
let chosen = false;
let lastRendered = '';

async function refresh(force = true) {
	const response = await fetch('/control/state');
	const isFirst = state === undefined;
	state = await response.json();
	const arrived = rememberNotes(state, isFirst);
	// Until a contact is chosen, show the one with the newest note.
	if (!chosen && arrived) selected = arrived;
	const { now, ...rest } = state;
	// Highlights fade with time, so a page with fresh notes is drawn again.
	const picture = JSON.stringify(rest) + (anyFresh(state) ? now.slice(0, 18) : '');
	byId('clock').textContent = new Date(now).toLocaleString('en-US', {
		timeZone: state.timezone,
		dateStyle: 'full',
		timeStyle: 'short',
	});
	if (!force && picture === lastRendered) return;
	lastRendered = picture;
	render();
}

function render() {
	fillForm();
	const typing = isRescheduling() && byId('schedule').contains(document.activeElement?.form);
	if (!typing) renderSchedule(byId('schedule'), state, refresh);
	renderBoards(byId('boards'), state, select);
	renderContacts(byId('contacts'), state, selected, select);
	renderContact(byId('contact'), state, selected);
	if (state.n8nUrl && byId('n8n').childElementCount === 0) {
		const link = el('a', { href: state.n8nUrl, target: '_blank', rel: 'noopener' }, state.n8nUrl);
		byId('n8n').replaceChildren('Open n8n: ', link);
	}
}

function select(id) {
	chosen = true;
	selected = id;
	render();
}

function fillForm() {
	const { patients, types, practitioners, locations } = state.practice;
	options('patientId', [{ id: '', name: 'No patient (calendar block)' }, ...patients]);
	options(
		'typeCode',
		types.map(({ code, name }) => ({ id: code, name })),
	);
	options('practitionerId', practitioners);
	options('locationId', locations);
	const tomorrow = new Date(Date.parse(state.now) + 86_400_000).toISOString();
	form.elements.day.value ||= dayValue(tomorrow, state.timezone);
}

function options(name, entries) {
	const list = form.elements[name];
	if (list.options.length === entries.length) return;
	const before = list.value || (name === 'patientId' ? entries[1]?.id : '');
	list.replaceChildren(...entries.map((entry) => el('option', { value: entry.id }, entry.name)));
	if (before) list.value = before;
}

form.addEventListener('submit', async (event) => {
	event.preventDefault();
	const { day, time, ...booking } = Object.fromEntries(new FormData(form));
	try {
		await post('appointments', { ...booking, start: instant(day, time, state.timezone) });
		byId('book-result').textContent = 'Booked.';
	} catch (error) {
		byId('book-result').textContent = error.message;
	}
	await refresh();
});

await refresh();
setInterval(() => void refresh(false).catch(() => undefined), 1000);
