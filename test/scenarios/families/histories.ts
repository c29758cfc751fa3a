import type { IDataObject } from 'n8n-workflow';

import { Random } from '../../support/random';

/** One of a family, as ModMed has it. */
export interface Member extends IDataObject {
	modMedPatientId: string;
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	birthDate: string;
}

export interface FamilyEvent extends Member {
	eventKey: string;
	/** A tag that nobody but this patient gets. */
	tag: string;
}

/** Events that are delivered together, to the one worker or the other. */
export interface Wave {
	worker: number;
	events: FamilyEvent[];
}

export interface FamilyHistory {
	/** Contacts that were there before. */
	leads: IDataObject[];
	members: Member[];
	/** The waves of each step are worked on at the same time. */
	steps: Wave[][];
	allowDuplicateContact: boolean;
	/** Whether two processes are at work, so that each has to look first. */
	hasTwoWorkers: boolean;
}

const FIRST_NAMES = ['Maria', 'Emma', 'Ann', 'Anna Lucia', 'Zoë'];
const NO_NAMES = ['', '.', '-', '🙂'];
const EMAIL = 'alvarez@example.com';
const PHONE = '+15615550177';

/** A family whose members share what a contact is found by, and leads that say little about whose they are. */
export function familyHistory(seed: number): FamilyHistory {
	const random = new Random(seed);
	const members = FIRST_NAMES.slice(0, 2 + random.below(3)).map((firstName, index) => ({
		modMedPatientId: String(1001 + index),
		firstName: random.chance(0.05) ? random.pick(NO_NAMES) : firstName,
		lastName: random.chance(0.9) ? 'Alvarez' : 'Young',
		email: random.pick([EMAIL, EMAIL, '', `${index}@example.com`]),
		phone: random.pick([PHONE, PHONE, PHONE, '']),
		birthDate: random.pick([`${1980 + index}-02-02`, `${1980 + index}-02-02`, '']),
	}));
	const hasTwoWorkers = random.chance(0.5);
	const steps = Array.from({ length: 1 + random.below(3) }, (_, step) => {
		const workers = hasTwoWorkers ? [0, 1] : [0];
		return workers.map((worker) => ({ worker, events: someEvents(random, members, step) }));
	});
	return {
		leads: Array.from({ length: random.pick([1, 1, 1, 2, 0]) }, () => lead(random, members)),
		members,
		steps,
		allowDuplicateContact: random.chance(0.5),
		hasTwoWorkers,
	};
}

function someEvents(random: Random, members: Member[], step: number): FamilyEvent[] {
	return members
		.filter(() => random.chance(0.7))
		.map((member) => ({
			...member,
			// Two workers are given the same event, too: it is delivered again while the first still works.
			eventKey: `Appointment/${member.modMedPatientId}#${String(step).padStart(12, '0')}`,
			tag: `patient ${member.modMedPatientId}`,
		}));
}

function lead(random: Random, members: Member[]): IDataObject {
	const { firstName, lastName, birthDate } = random.pick(members);
	return {
		...(random.chance(0.7) ? { phone: PHONE } : { email: EMAIL }),
		firstName: random.chance(0.7) ? random.pick(NO_NAMES) : firstName,
		lastName: random.chance(0.5) ? random.pick(NO_NAMES) : lastName,
		...(random.chance(0.1) && birthDate !== '' && { dateOfBirth: birthDate }),
	};
}
