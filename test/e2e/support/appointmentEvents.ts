import type { Random } from '../../support/random';

/** What the guide's stage table says of the types used here. */
export const APPOINTMENT_KINDS = {
	surgicalConsult: {
		category: 'Surgical Consult',
		pipeline: 'Surgical Pipeline',
		stages: { scheduled: 'Consult Booked', completed: 'Consult Complete' },
	},
	surgicalAppointment: {
		category: 'Surgical Appointment',
		pipeline: 'Surgical Pipeline',
		stages: { scheduled: 'Surgery Scheduled', completed: 'Surgery Complete' },
	},
	nonSurgicalConsult: {
		category: 'Non-Surgical Consult',
		pipeline: 'Non-Surgical Pipeline',
		stages: { scheduled: 'Booked', completed: 'Patient' },
	},
	nonSurgicalAppointment: {
		category: 'Non-Surgical Appointment',
		pipeline: 'Non-Surgical Pipeline',
		stages: { scheduled: 'Booked', completed: 'Patient' },
	},
} as const;

export type Kind = keyof typeof APPOINTMENT_KINDS;
export type Status = 'pending' | 'booked' | 'fulfilled' | 'cancelled' | 'noshow';

export interface Person {
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	birthDate: string;
	/** Whom the CRM does not know yet. */
	isNew: boolean;
	visits: Visit[];
}

export interface Visit {
	person: Person;
	kind: Kind;
	/** In the order in which they happen: no two of a person are alike. */
	states: State[];
}

export interface State {
	visit: Visit;
	status: Status;
	start: string;
	/** Follows before the previous state is synced, which a poll then may never see. */
	isImmediate: boolean;
}

const PEOPLE = 26;
/** Keeps one visit from needing poll after poll. */
const MOST_STATES = 4;
const DAY_MS = 86_400_000;
const ENDED: Status[] = ['fulfilled', 'cancelled', 'noshow'];

/** Random events of invented patients: booked, confirmed, moved, completed, cancelled. */
export function randomEvents(random: Random, count: number): State[] {
	const people: Person[] = [];
	const events: State[] = [];
	while (events.length < count) {
		const open = people.flatMap(({ visits }) => visits).filter(isOpen);
		const single = people.filter(({ visits }) => visits.length === 1);
		const books = open.length === 0 || (people.length < PEOPLE && random.chance(0.45));
		const returns = single.length > 0 && people.length >= 6 && random.chance(0.12);
		const visit = books || returns ? book() : random.pick(open);
		events.push(nextState(visit, events.length));

		function book(): Visit {
			const person = returns ? random.pick(single) : newPerson(people.length);
			if (!returns) people.push(person);
			return addVisit(person);
		}
	}
	return events;

	/** A person's second visit belongs to the other pipeline, where it moves its own opportunity. */
	function addVisit(person: Person): Visit {
		const taken = person.visits[0] && APPOINTMENT_KINDS[person.visits[0].kind].pipeline;
		const kinds = (Object.keys(APPOINTMENT_KINDS) as Kind[]).filter(
			(kind) => APPOINTMENT_KINDS[kind].pipeline !== taken,
		);
		const visit: Visit = { person, kind: random.pick(kinds), states: [] };
		person.visits.push(visit);
		return visit;
	}

	function nextState(visit: Visit, number: number): State {
		const former = visit.states.at(-1);
		const moves = former === undefined || random.chance(0.35);
		const start = moves ? startOf(visit, number) : former.start;
		const status = moves ? statusOf(former) : random.pick(followers(visit, former));
		const isImmediate = former !== undefined && random.chance(0.2);
		const state = { visit, status, start, isImmediate };
		visit.states.push(state);
		return state;
	}

	function statusOf(former: State | undefined): Status {
		return former?.status ?? random.pick<Status>(['pending', 'booked']);
	}

	/** First visits come before second ones, and none is today, so midnight makes no difference. */
	function startOf({ person, ...visit }: Visit, number: number): string {
		const isFirst = person.visits[0]?.states === visit.states;
		const days = (isFirst ? 2 : 10) + random.below(5);
		const noon = new Date(Date.now() + days * DAY_MS).setUTCHours(14, 0, 0, 0);
		return new Date(noon + number * 60_000).toISOString();
	}
}

function isOpen(visit: Visit): boolean {
	return !hasEnded(visit) && visit.states.length < MOST_STATES;
}

function hasEnded({ states }: Visit): boolean {
	const status = states.at(-1)?.status;
	return status !== undefined && ENDED.includes(status);
}

/** A later visit is not over before the earlier one is. */
function followers({ person, states }: Visit, former: State): Status[] {
	const first = person.visits[0];
	const mayEnd = first?.states === states || (first !== undefined && hasEnded(first));
	const ends: Status[] = mayEnd ? ['fulfilled', 'cancelled', 'noshow'] : ['cancelled'];
	return former.status === 'pending' ? ['booked', 'booked', 'cancelled'] : ends;
}

/** A booking by somebody who has no other appointment. */
export function singleBooking(number: number): State {
	const person = newPerson(100 + number);
	const visit: Visit = { person, kind: 'nonSurgicalConsult', states: [] };
	person.visits.push(visit);
	const start = new Date(new Date(Date.now() + 20 * DAY_MS).setUTCHours(18, 0, 0, 0)).toISOString();
	const state: State = { visit, status: 'booked', start, isImmediate: false };
	visit.states.push(state);
	return state;
}

const FIRST = ['Quilla', 'Brontes', 'Marvell', 'Odalys', 'Xanthe', 'Tamsin', 'Jorvik', 'Wendelin'];
const LAST = ['Zebrowska', 'Fjordmann', 'Pumpernick', 'Underbough', 'Kestrelby', 'Vexelberg'];

function newPerson(number: number): Person {
	const firstName = FIRST[number % FIRST.length] ?? '';
	const lastName = `${LAST[number % LAST.length]}${'abcdefghijklm'[Math.floor(number / 24)]}`;
	return {
		firstName,
		lastName,
		email: `${firstName}.${lastName}@example.com`.toLowerCase(),
		phone: `561555${String(2000 + number)}`,
		birthDate: new Date(Date.UTC(1950, 0, 1 + number * 317)).toISOString().slice(0, 10),
		isNew: number % 5 === 4,
		visits: [],
	};
}
