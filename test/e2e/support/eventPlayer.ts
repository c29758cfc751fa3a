import { seed, type Sandbox } from '../../../sandbox';
import type { Person, State, Visit } from './appointmentEvents';
import { APPOINTMENT_KINDS } from './appointmentEvents';

const HALF_HOUR_MS = 30 * 60_000;
/** ModMed gives the time of a change in seconds: it must be clear which visit changed last. */
const DISTANCE_MS = 1_100;

const STATUS_LABELS = {
	pending: 'Pending',
	booked: 'Confirmed',
	fulfilled: 'Checked-Out',
	cancelled: 'Cancelled',
	noshow: 'No Show',
};

export function statusLabel({ status }: State): string {
	return STATUS_LABELS[status];
}

/** The start as the practice reads it. */
export function practiceTime({ start }: State): string {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone: 'America/New_York',
		weekday: 'short',
		month: 'short',
		day: 'numeric',
		year: 'numeric',
		hour: 'numeric',
		minute: '2-digit',
	});
	return format.format(new Date(start)).replace(/\s/g, ' ');
}

/** Plays events in the simulated practice, in an order that determines the notes. */
export class EventPlayer {
	readonly played: State[] = [];

	private readonly patients = new Map<Person, string>();

	private readonly appointments = new Map<Visit, string>();

	private readonly changedAt = new Map<Person, number>();

	constructor(
		private readonly sandbox: Sandbox,
		private readonly waiting: State[],
	) {}

	/** How many events are left to play. */
	get remaining(): number {
		return this.waiting.length;
	}

	get people(): Person[] {
		return [...this.patients.keys()];
	}

	get visits(): Visit[] {
		return [...this.appointments.keys()];
	}

	patientId(person: Person): string {
		return this.patients.get(person) ?? '';
	}

	appointmentId(visit: Visit): string {
		return this.appointments.get(visit) ?? '';
	}

	/** Plays an event that was not planned. */
	add(state: State): void {
		this.waiting.push(state);
		this.play(state);
	}

	/** Plays at most so many of the events that may happen now. Returns how many it played. */
	playUpTo(most: number): number {
		let count = 0;
		for (const state of [...this.waiting]) {
			if (count === most) break;
			if (!this.mayPlay(state)) continue;
			this.play(state);
			count += 1;
		}
		return count;
	}

	/** A person's events keep their order, and most wait until the previous state is noted. */
	private mayPlay(state: State): boolean {
		const { person } = state.visit;
		const earlier = this.waiting.slice(0, this.waiting.indexOf(state));
		if (earlier.some(({ visit }) => visit.person === person)) return false;
		const last = this.played.findLast(({ visit }) => visit.person === person);
		const isClear = Date.now() - (this.changedAt.get(person) ?? 0) >= DISTANCE_MS;
		if (last && last.visit !== state.visit && !isClear) return false;
		const previous = state.visit.states[state.visit.states.indexOf(state) - 1];
		return previous === undefined || state.isImmediate || this.notesOf(previous).length > 0;
	}

	private play(state: State): void {
		const { practice } = this.sandbox;
		const { visit, status, start } = state;
		const id = this.appointments.get(visit);
		if (id === undefined) this.appointments.set(visit, this.book(state));
		else {
			const end = new Date(Date.parse(start) + HALF_HOUR_MS).toISOString();
			practice.change(id, { status, start, end });
		}
		this.waiting.splice(this.waiting.indexOf(state), 1);
		this.played.push(state);
		this.changedAt.set(visit.person, Date.now());
	}

	private book({ visit, status, start }: State): string {
		const appointment = this.sandbox.practice.book({
			patientId: this.patients.get(visit.person) ?? this.addPatient(visit.person),
			typeCode: seed.TYPES[visit.kind].code,
			practitionerId: seed.PROVIDERS.surgeon.id,
			locationId: seed.LOCATIONS.clinic.id,
			start,
			status,
		});
		return appointment.id;
	}

	/** Adds the patient and, unless the CRM does not know them yet, a contact with opportunities. */
	private addPatient(person: Person): string {
		const { practice, location } = this.sandbox;
		const { firstName, lastName, email, phone, birthDate } = person;
		const { id } = practice.addPatient({ firstName, lastName, email, phone, birthDate });
		this.patients.set(person, id);
		if (person.isNew) return id;
		const contact = location.addContact({ firstName, lastName, email, phone });
		for (const pipeline of new Set(
			person.visits.map(({ kind }) => APPOINTMENT_KINDS[kind].pipeline),
		)) {
			location.addOpportunity({ contactId: contact.id, pipeline, stage: 'New Lead' });
		}
		return id;
	}

	/** The person's contacts: one, if all is well. */
	contactsOf({ email }: Person) {
		return this.sandbox.location.contacts().filter((contact) => contact.email === email);
	}

	/** The notes that describe a state. */
	notesOf(state: State): string[] {
		return this.contactsOf(state.visit.person)
			.flatMap(({ id }) => this.sandbox.location.notes(id))
			.map(({ body }) => body)
			.filter((body) => describesState(body, state));
	}
}

export function describesState(body: string, state: State): boolean {
	const lines = body.split('\n');
	return (
		lines.includes(`Status: ${statusLabel(state)}`) &&
		lines.includes(`Type: ${seed.TYPES[state.visit.kind].name}`) &&
		lines.includes(`When: ${practiceTime(state)} (America/New_York)`)
	);
}
