import { seed, type Sandbox } from '../../../sandbox';
import type { EventPlayer } from './eventPlayer';
import { describesState, statusLabel } from './eventPlayer';
import type { Person, State, Visit } from './appointmentEvents';
import { APPOINTMENT_KINDS } from './appointmentEvents';

const UPCOMING = ['pending', 'booked'];
const LOST = ['cancelled', 'noshow'];

/** The states that a poll must have seen: last ones, and those that stayed until they were noted. */
export function statesToNote(played: readonly State[]): State[] {
	return played.filter((state) => {
		const { states } = state.visit;
		const next = states[states.indexOf(state) + 1];
		return !next?.isImmediate || !played.includes(next);
	});
}

export interface NoteAudit {
	/** States without their note. */
	missing: string[];
	/** States with more than one note. */
	duplicated: string[];
	/** Event markers that stand on more than one note. */
	duplicateMarkers: string[];
	/** Notes on the wrong contact, or about nothing that happened. */
	unexpected: string[];
}

export function auditNotes({ location }: Sandbox, player: EventPlayer): NoteAudit {
	const { played } = player;
	const describe = (state: State) =>
		`Appointment/${player.appointmentId(state.visit)} ${statusLabel(state)} ${state.start}`;
	const notes = location
		.contacts()
		.flatMap(({ id, email }) => location.notes(id).map(({ body }) => ({ email, body })));
	const markers = notes.map(({ body }) => markerOf(body));
	const isOwn = ({ email, body }: (typeof notes)[number]) =>
		played.some(
			(state) =>
				state.visit.person.email === email &&
				describesState(body, state) &&
				markerOf(body).startsWith(`Appointment/${player.appointmentId(state.visit)}#`),
		);
	return {
		missing: statesToNote(played)
			.filter((state) => player.notesOf(state).length === 0)
			.map(describe),
		duplicated: played.filter((state) => player.notesOf(state).length > 1).map(describe),
		duplicateMarkers: markers.filter((marker, index) => markers.indexOf(marker) < index),
		unexpected: notes.filter((note) => !isOwn(note)).map(({ email, body }) => `${email}: ${body}`),
	};
}

export function markerOf(body: string): string {
	return /^Ref: (.*)$/.exec(body.split('\n').at(-1) ?? '')?.[1] ?? '';
}

/** How a person's contact must look in the end: written after the guide, without the product's code. */
export function expectedContact(player: EventPlayer, person: Person) {
	const visits = player.visits.filter((visit) => visit.person === person);
	const lastOf = ({ states }: Visit) =>
		states.filter((state) => player.played.includes(state)).at(-1);
	const ends = visits.map((visit) => lastOf(visit)).filter((state) => state !== undefined);
	const latest = player.played.findLast(({ visit }) => visit.person === person);
	const isExpected = ends.some(({ status }) => UPCOMING.includes(status));
	const isPatient = ends.some(({ status }) => status === 'fulfilled');
	const days = (status: string) =>
		ends.filter((state) => state.status === status).map(({ start }) => newYorkDay(start));
	const kind = latest?.visit.kind ?? 'surgicalConsult';
	return {
		tags: [
			...(isExpected ? ['appointment booked'] : []),
			...(!isExpected && LOST.includes(latest?.status ?? '') ? ['cancel/no-show'] : []),
			...(isPatient ? ['patient'] : []),
		],
		stages: person.isNew
			? {}
			: Object.fromEntries(
					ends.map((state) => [APPOINTMENT_KINDS[state.visit.kind].pipeline, stageOf(state)]),
				),
		next: days('booked').sort()[0] ?? '',
		last: days('fulfilled').sort().at(-1) ?? '',
		fields: {
			'ModMed Patient ID': player.patientId(person),
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
	if (UPCOMING.includes(status)) return stages.scheduled;
	return status === 'fulfilled' ? stages.completed : 'Cancelled / No-Show';
}

function newYorkDay(start: string): string {
	const zone = { timeZone: 'America/New_York', dateStyle: 'short' } as const;
	return new Intl.DateTimeFormat('en-CA', zone).format(new Date(start));
}
