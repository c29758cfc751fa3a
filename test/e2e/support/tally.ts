import { seed, type Sandbox } from '../../../sandbox';
import type { AppointmentBook } from './appointmentBook';
import { tellsOf, wordOf } from './appointmentBook';
import type { Person, State, Visit } from './visits';
import { KINDS } from './visits';

const LIVE = ['pending', 'booked'];
const LOST = ['cancelled', 'noshow'];

/** States that were there for a poll to see: the last ones, and those that stayed until noted. */
export function owedStates(happened: readonly State[]): State[] {
	return happened.filter((state) => {
		const { states } = state.visit;
		const next = states[states.indexOf(state) + 1];
		return !next?.isHasty || !happened.includes(next);
	});
}

export interface Tally {
	/** States without their note. */
	lost: string[];
	/** States that more than one note tells of. */
	doubled: string[];
	/** Markers of events that stand on more than one note. */
	markedTwice: string[];
	/** Notes on the contact of somebody else, or about nothing that happened. */
	strange: string[];
}

export function tally({ location }: Sandbox, book: AppointmentBook): Tally {
	const { happened } = book;
	const inWords = (state: State) =>
		`Appointment/${book.appointmentId(state.visit)} ${wordOf(state)} ${state.start}`;
	const notes = location
		.contacts()
		.flatMap(({ id, email }) => location.notes(id).map(({ body }) => ({ email, body })));
	const markers = notes.map(({ body }) => markerOf(body));
	const isOwn = ({ email, body }: (typeof notes)[number]) =>
		happened.some(
			(state) =>
				state.visit.person.email === email &&
				tellsOf(body, state) &&
				markerOf(body).startsWith(`Appointment/${book.appointmentId(state.visit)}#`),
		);
	return {
		lost: owedStates(happened)
			.filter((state) => book.notesOf(state).length === 0)
			.map(inWords),
		doubled: happened.filter((state) => book.notesOf(state).length > 1).map(inWords),
		markedTwice: markers.filter((marker, index) => markers.indexOf(marker) < index),
		strange: notes.filter((note) => !isOwn(note)).map(({ email, body }) => `${email}: ${body}`),
	};
}

export function markerOf(body: string): string {
	return /^Ref: (.*)$/.exec(body.split('\n').at(-1) ?? '')?.[1] ?? '';
}

/** How a person's contact looks in the end by the guide's words, and not by the product's rules. */
export function expectedContact(book: AppointmentBook, person: Person) {
	const visits = book.visits.filter((visit) => visit.person === person);
	const lastOf = ({ states }: Visit) =>
		states.filter((state) => book.happened.includes(state)).at(-1);
	const ends = visits.map((visit) => lastOf(visit)).filter((state) => state !== undefined);
	const latest = book.happened.findLast(({ visit }) => visit.person === person);
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
			: Object.fromEntries(ends.map((state) => [KINDS[state.visit.kind].pipeline, stageOf(state)])),
		next: days('booked').sort()[0] ?? '',
		last: days('fulfilled').sort().at(-1) ?? '',
		fields: {
			'ModMed Patient ID': book.patientId(person),
			'ModMed Appt Status': latest && wordOf(latest),
			'ModMed Appt Type': seed.TYPES[kind].name,
			'ModMed Provider': 'Nora Testwell',
			'ModMed Location': 'Harbor Street Clinic',
			'Appointment Category': KINDS[kind].category,
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
	const { stages } = KINDS[visit.kind];
	if (LIVE.includes(status)) return stages.scheduled;
	return status === 'fulfilled' ? stages.completed : 'Cancelled / No-Show';
}

function newYorkDay(start: string): string {
	const zone = { timeZone: 'America/New_York', dateStyle: 'short' } as const;
	return new Intl.DateTimeFormat('en-CA', zone).format(new Date(start));
}
