import { seed, type Sandbox } from '../../../sandbox';
import type { EventPlayer } from './eventPlayer';
import { describesState, statusLabel } from './eventPlayer';
import type { Person, State, Visit } from './appointmentEvents';
import { APPOINTMENT_KINDS } from './appointmentEvents';

const LIVE = ['pending', 'booked'];
const LOST = ['cancelled', 'noshow'];

/** States that were there for a poll to see: the last ones, and those that stayed until noted. */
export function statesToNote(happened: readonly State[]): State[] {
	return happened.filter((state) => {
		const { states } = state.visit;
		const next = states[states.indexOf(state) + 1];
		return !next?.isImmediate || !happened.includes(next);
	});
}

export interface NoteAudit {
	/** States without their note. */
	missing: string[];
	/** States that more than one note tells of. */
	duplicated: string[];
	/** Markers of events that stand on more than one note. */
	duplicateMarkers: string[];
	/** Notes on the contact of somebody else, or about nothing that happened. */
	unexpected: string[];
}

export function auditNotes({ location }: Sandbox, book: EventPlayer): NoteAudit {
	const { played: happened } = book;
	const inWords = (state: State) =>
		`Appointment/${book.appointmentId(state.visit)} ${statusLabel(state)} ${state.start}`;
	const notes = location
		.contacts()
		.flatMap(({ id, email }) => location.notes(id).map(({ body }) => ({ email, body })));
	const markers = notes.map(({ body }) => markerOf(body));
	const isOwn = ({ email, body }: (typeof notes)[number]) =>
		happened.some(
			(state) =>
				state.visit.person.email === email &&
				describesState(body, state) &&
				markerOf(body).startsWith(`Appointment/${book.appointmentId(state.visit)}#`),
		);
	return {
		missing: statesToNote(happened)
			.filter((state) => book.notesOf(state).length === 0)
			.map(inWords),
		duplicated: happened.filter((state) => book.notesOf(state).length > 1).map(inWords),
		duplicateMarkers: markers.filter((marker, index) => markers.indexOf(marker) < index),
		unexpected: notes.filter((note) => !isOwn(note)).map(({ email, body }) => `${email}: ${body}`),
	};
}

export function markerOf(body: string): string {
	return /^Ref: (.*)$/.exec(body.split('\n').at(-1) ?? '')?.[1] ?? '';
}

/** How a person's contact looks in the end by the guide's words, and not by the product's rules. */
export function expectedContact(book: EventPlayer, person: Person) {
	const visits = book.visits.filter((visit) => visit.person === person);
	const lastOf = ({ states }: Visit) =>
		states.filter((state) => book.played.includes(state)).at(-1);
	const ends = visits.map((visit) => lastOf(visit)).filter((state) => state !== undefined);
	const latest = book.played.findLast(({ visit }) => visit.person === person);
	const isExpected = ends.some(({ status }) => LIVE.includes(status));
	const hasBeen = ends.some(({ status }) => status === 'fulfilled');
	const days = (status: string) =>
		ends.filter((state) => state.status === status).map(({ start }) => newYorkDay(start));
	const kind = latest?.visit.kind ?? 'surgicalConsult';
	return {
		tags: [
			...(isExpected ? ['appointment booked'] : []),
			...(!isExpected && LOST.includes(latest?.status ?? '') ? ['cancel/no-show'] : []),
			...(hasBeen ? ['patient'] : []),
		],
		stages: person.isNew
			? {}
			: Object.fromEntries(
					ends.map((state) => [APPOINTMENT_KINDS[state.visit.kind].pipeline, stageOf(state)]),
				),
		next: days('booked').sort()[0] ?? '',
		last: days('fulfilled').sort().at(-1) ?? '',
		fields: {
			'ModMed Patient ID': book.patientId(person),
			'ModMed Appt Status': latest && statusLabel(latest),
			'ModMed Appt Type': seed.TYPES[kind].name,
			'ModMed Provider': 'Nora Testwell',
			'ModMed Location': 'Harbor Street Clinic',
			'Appointment Category': APPOINTMENT_KINDS[kind].category,
		},
	};
}

/** What is on the contact, in the same form. */
export function actualContact({ location }: Sandbox, contactId: string) {
	const fields = location.fields(contactId);
	const dayIn = (value: unknown) => String(value ?? '').slice(0, 10);
	return {
		tags: [...(location.contact(contactId)?.tags ?? [])].sort(),
		stages: Object.fromEntries(
			location.opportunities(contactId).map(({ pipeline, stage }) => [pipeline, stage]),
		),
		next: dayIn(fields['Next Visit Date']),
		last: dayIn(fields['Last Visit Date']),
		fields,
	};
}

function stageOf({ visit, status }: State): string {
	const { stages } = APPOINTMENT_KINDS[visit.kind];
	if (LIVE.includes(status)) return stages.scheduled;
	return status === 'fulfilled' ? stages.completed : 'Cancelled / No-Show';
}

function newYorkDay(start: string): string {
	const zone = { timeZone: 'America/New_York', dateStyle: 'short' } as const;
	return new Intl.DateTimeFormat('en-CA', zone).format(new Date(start));
}
