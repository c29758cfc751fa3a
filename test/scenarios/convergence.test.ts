import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { appointmentKey } from '../../domain/appointment/appointment';
import { markerOf } from '../../domain/crm/noteMarker';
import type { Contact } from './convergence/crm';
import { Crm, NEW_LEAD } from './convergence/crm';
import { Sync } from './convergence/deliveries';
import type { Happening, History } from './convergence/histories';
import { history } from './convergence/histories';
import { expectedOf } from './convergence/oracle';
import type { Patient } from './convergence/practice';
import { KINDS, Practice } from './convergence/practice';

/*
 * The law: for any set of events and any order, repetition and interruption of their delivery, the
 * contact ends the same as when they are delivered once in order.
 *
 * What may depend on when ModMed was looked at, and is left open here:
 * - notes: one for each state that was delivered. A state that came and went between two polls has
 *   none, and what a note says about the pipeline was true when it was written;
 * - Appointment Booked where the patient is in the house by now: it is on if the booking was seen;
 * - Patient and Last Visit Date where a completed visit was taken back: what was seen stays;
 * - Cancel/No-Show where what decides is a visit in the past that nobody closed: it stays as it was;
 * - the stage where the change that came last has a status without a stage, such as Arrived, and
 *   Cancel/No-Show where it is no cancellation: only cancellations put that on;
 * - the stage where nothing decides, and that of an opportunity made after the last change;
 * - what follows from which change came last, where an appointment was saved without a change, or
 *   changed and changed back before anybody looked: its time in ModMed moves, and nobody hears of it;
 * - what a visit was to the other pipeline, or to the tags, before its type was changed to one of
 *   another kind: the histories here do not change it;
 * - of a family with one email and no contact, who is delivered first gets it, and the others wait.
 */
describe('convergence', () => {
	it('ends as the guide says, whatever the order, repetition and interruption of delivery', () => {
		fc.assert(
			fc.property(history, (given) => {
				const world = play(given);
				for (const patient of given.patients) check(world, patient, given);
				checkNobodyElse(world, given);
			}),
			// The same histories each time; others with CONVERGENCE_HISTORIES and CONVERGENCE_FROM.
			{
				numRuns: Number(process.env.CONVERGENCE_HISTORIES ?? 5_000),
				seed: Number(process.env.CONVERGENCE_FROM ?? 20_260_310),
			},
		);
	}, 300_000);
});

interface World {
	practice: Practice;
	crm: Crm;
	sync: Sync;
	/** Opportunities that were made on the way, perhaps after the last change. */
	late: Set<string>;
}

function play({ patients, known, happenings }: History): World {
	const practice = new Practice(patients);
	const crm = new Crm(known);
	const world: World = { practice, crm, sync: new Sync(practice, crm), late: new Set() };
	happenings.forEach((happening) => happen(world, happening));
	// The faults are over: one poll after the other until nothing is left to deliver.
	for (let poll = 0; poll < 3; poll += 1) world.sync.deliver(world.sync.waiting(), undefined);
	return world;
}

function happen({ practice, crm, sync, late }: World, happening: Happening): void {
	const all = [...practice.appointments.values()];
	const chosen = 'which' in happening ? all[happening.which % all.length] : undefined;
	switch (happening.is) {
		case 'change':
			return practice.change(happening.change, happening.minutesLater);
		case 'poll': {
			const { meanwhile } = happening;
			const change = meanwhile && (() => practice.change(meanwhile, 1));
			return sync.deliver(sync.waiting(), happening.breakAfter, change);
		}
		case 'outOfOrder': {
			const waiting = sync.waiting();
			const events = happening.order.flatMap((index) => waiting[index % waiting.length] ?? []);
			return sync.deliver([...new Set(events)], happening.breakAfter);
		}
		case 'again':
			return sync.deliver(chosen ? [chosen] : [], happening.breakAfter);
		case 'twice':
			return chosen && sync.deliverTwice(chosen, happening.breakAfter);
		case 'mapTheType':
			return practice.mapTheLateType();
		case 'opportunity': {
			const contact = crm.contacts[happening.contact % crm.contacts.length];
			if (!contact || contact.stages.has(happening.pipeline)) return;
			late.add(`${contact.id} ${happening.pipeline}`);
			contact.stages.set(happening.pipeline, NEW_LEAD);
		}
	}
}

/** Whose contact it is, said once more in the words of the README. */
function contactOf({ crm }: World, patient: Patient, { known }: History): Contact | undefined {
	const carrying = known.findIndex(({ modMedPatientId }) => modMedPatientId === patient.id);
	if (carrying >= 0) return crm.contacts[carrying];
	const index = known.findIndex(({ email }) => email === patient.email);
	if (index < 0) return crm.contacts.find(({ id }) => id === `made-${patient.id}`);
	const { firstName, lastName, birthDate, modMedPatientId } = known[index] ?? {};
	const agrees =
		firstName === patient.firstName &&
		lastName === patient.lastName &&
		(birthDate === '' || birthDate === patient.birthDate);
	return agrees && modMedPatientId === '' ? crm.contacts[index] : undefined;
}

function check(world: World, patient: Patient, given: History): void {
	const { practice, late } = world;
	const contact = contactOf(world, patient, given);
	const mapped = practice.mappedOf(patient.id);
	if (!contact || mapped.length === 0) return;

	const { fields, lastVisit, tags, stages } = expectedOf({
		patientId: patient.id,
		appointments: mapped,
		history: practice.history.filter(({ patientId }) => patientId === patient.id),
		kinds: KINDS,
		today: '2026-12-01',
	});
	const { 'Last Visit Date': last = '', ...others } = contact.fields;
	const wasTouched = practice.touched.has(patient.id);
	expect({ ...others, ...(wasTouched && { ...fields, ...datesOf(others) }) }).toEqual(fields);
	expect(last >= lastVisit[0] && last <= lastVisit[1]).toBe(true);
	for (const [tag, isOn] of Object.entries(tags)) {
		const isOpen = isOn === undefined || (wasTouched && tag === 'Cancel/No-Show');
		if (!isOpen) expect([tag, contact.tags.has(tag)]).toEqual([tag, isOn]);
	}
	for (const [pipeline, stage] of contact.stages) {
		const expected = stages[pipeline];
		if (expected === undefined || wasTouched) continue;
		const isLate = late.has(`${contact.id} ${pipeline}`);
		expect(isLate ? [expected, NEW_LEAD] : [expected]).toContain(stage);
	}
	for (const { id } of mapped) checkNotes(contact, practice, id);
}

function datesOf({
	'Next Visit Date': next = '',
	'ModMed Patient ID': id = '',
}: Contact['fields']) {
	return { 'Next Visit Date': next, 'ModMed Patient ID': id };
}

/** One note for each state that was delivered, the last state's last. */
function checkNotes({ notes }: Contact, practice: Practice, id: string): void {
	const states = practice.history.filter((one) => one.id === id).map(appointmentKey);
	const noted = notes
		.map(({ body }) => markerOf(body))
		.filter((key) => key.startsWith(`Appointment/${id}#`));
	expect(noted.at(-1)).toBe(states.at(-1));
	// The states that were noted are some of those it was in, in their order, none twice in a row.
	let from = 0;
	for (const key of noted) {
		const at = states.indexOf(key, from);
		expect(at).toBeGreaterThanOrEqual(from);
		while (states[at + 1] === key) states.splice(at + 1, 1);
		from = at + 1;
	}
}

/** Nothing of a patient is on a contact that is not theirs, and nobody has two. */
function checkNobodyElse(world: World, given: History): void {
	const { crm, practice } = world;
	const owners = given.patients.map(
		(patient) => [contactOf(world, patient, given)?.id, patient] as const,
	);
	for (const contact of crm.contacts) {
		const [, owner] = owners.find(([id]) => id === contact.id) ?? [];
		const subjects = contact.notes.map(
			({ body }) => /^Appointment\/(\d+)#/.exec(markerOf(body))?.[1],
		);
		const about = subjects.map((id) => practice.appointments.get(id ?? '')?.patientId);
		expect([...new Set(about)].filter((id) => id !== owner?.id)).toEqual([]);
		if (contact.notes.length === 0)
			expect(
				[...contact.tags, ...contact.stages.values()].filter((one) => one !== NEW_LEAD),
			).toEqual([]);
	}
	expect(crm.contacts.length).toBeLessThanOrEqual(given.known.length + given.patients.length);
}
