import type { IDataObject } from 'n8n-workflow';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { seed } from '../../../sandbox';
import type { AppointmentStatus } from '../../../sandbox/modmed/practice';
import type { World } from './World';

const { TYPES, PROVIDERS, LOCATIONS, PIPELINES, REFERRER } = seed;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const PEOPLE = {
	/** A lead with values of her own, who comes for a consult. */
	ada: {
		firstName: 'Ada',
		lastName: 'Consult',
		birthDate: '1985-04-12',
		gender: 'female',
		email: 'ada.consult@example.com',
		phone: '561-555-0201',
	},
	/** Nobody in the CRM yet. Books and cancels. */
	ben: {
		firstName: 'Ben',
		lastName: 'Newcomer',
		birthDate: '1979-09-30',
		gender: 'male',
		email: 'ben.newcomer@example.com',
		phone: '5615550202',
	},
	/** One of her visits is deleted in ModMed. */
	cleo: {
		firstName: 'Cleo',
		lastName: 'Deleted',
		birthDate: '1990-01-05',
		gender: 'female',
		email: 'cleo.deleted@example.com',
		phone: '5615550203',
	},
	/** Found by the phone, and sent by another practice's doctor. */
	otto: {
		firstName: 'Otto',
		lastName: 'Onlyphone',
		birthDate: '1959-05-01',
		gender: 'male',
		phone: '(561) 555-0204',
	},
} as const;

/** A contact that is to become a patient. */
export const DORA = {
	firstName: 'Dora',
	lastName: 'Created',
	email: 'dora.created@example.com',
	phone: '+15615550205',
	dateOfBirth: '1991-03-14',
	gender: 'female',
} as const;

/**
 * Some days of a practice, with everything in it that any of the unanswered questions hangs on:
 * book, confirm, reschedule, complete, cancel, delete; charges; a patient made from the CRM; and
 * moments in which a login, a key or an allowance is gone.
 */
export async function play(world: World, now: Date): Promise<void> {
	await setUp(world);
	await theDays(world, now);
}

/** A field is missing before the set-up. Answers the go-live list. */
export async function setUp(world: World): Promise<IDataObject[]> {
	const { location, modMed, crm } = world.sandbox;
	crm.settings.burst = { max: 5_000, intervalMs: 200 };
	crm.settings.searchLagMs = 5_000;
	modMed.access.retryAfterSeconds = 1;
	location.removeField('ModMed Birthday');
	crm.tags = crm.tags.filter(({ name }) => !/^patient$/i.test(name));
	for (const name of ['Favourite Colour', 'Gender']) location.addField(name, 'TEXT');
	return await world.run('00-set-up-location.json', 'Run by hand', 'Go-live list');
}

export async function theDays(world: World, now: Date): Promise<void> {
	const { practice, location, modMed, crm, faults, clock } = world.sandbox;
	const day = (days: number) => new Date(now.getTime() + days * DAY_MS);
	const idOf = Object.fromEntries(
		Object.entries(PEOPLE).map(([name, person]) => [name, practice.addPatient(person).id]),
	) as Record<keyof typeof PEOPLE, string>;
	const book = (
		who: keyof typeof PEOPLE,
		type: keyof typeof TYPES,
		start: Date,
		more: { status?: AppointmentStatus; practitionerId?: string; description?: string } = {},
	) =>
		practice.book({
			patientId: idOf[who],
			typeCode: TYPES[type].code,
			practitionerId: PROVIDERS.surgeon.id,
			locationId: LOCATIONS.clinic.id,
			start,
			...more,
		}).id;
	/** For one request the service allows no more, and from the next on it does again. */
	const once = (service: 'modmed' | 'crm', allow: (calls: number) => void, calls: number[]) => {
		const [number, ...rest] = calls;
		if (number === undefined) return;
		const run = () => {
			allow(number);
			once(service, allow, rest);
		};
		faults.add({ service, action: { kind: 'run', run } });
	};
	const nextPoll = async (...templates: string[]) => {
		await world.poll(...templates);
		clock.advance(2 * MINUTE_MS);
		// No node leaves a service alone for so long.
		resetProcessMemory('refusals');
	};

	const { birthDate: _, phone, ...ada } = PEOPLE.ada;
	const lead = location.addContact({ ...ada, phone, fields: { 'Favourite Colour': 'green' } });
	location.addOpportunity({ contactId: lead.id, pipeline: PIPELINES.surgical.name });
	location.addContact({ firstName: 'Otto', lastName: 'Onlyphone', phone: '+15615550204' });
	const cleo = location.addContact({ ...PEOPLE.cleo, phone: '+15615550203' });
	location.addOpportunity({ contactId: cleo.id, pipeline: PIPELINES.nonSurgical.name });
	clock.advance(MINUTE_MS);
	await world.publish();
	clock.advance(MINUTE_MS);

	// They book, and a lead is to become a patient.
	const description = 'See <b>chart</b> & photos';
	const consult = book('ada', 'surgicalConsult', day(7), { description });
	const botox = book('ben', 'nonSurgicalConsult', day(5), { status: 'booked' });
	const first = book('cleo', 'nonSurgicalAppointment', day(3), { status: 'booked' });
	book('otto', 'postOp', day(4), { status: 'booked', practitionerId: REFERRER.id });
	const { id: doraId } = location.addContact({ ...DORA, fields: { Gender: 'female' } });
	location.addTags(doraId, 'ModMed Create');
	clock.advance(MINUTE_MS);
	await nextPoll('01', '04');

	// Ada confirms. ModMed has forgotten the login, and both services ask to wait once.
	practice.setStatus(consult, 'booked');
	modMed.tokens.expireAll();
	const { callsPerMinute } = modMed.access;
	once('modmed', (calls) => (modMed.access.callsPerMinute = calls), [0, callsPerMinute]);
	once('crm', (most) => (crm.settings.burst.max = most), [0, 5_000]);
	await nextPoll('01');

	// She moves the visit; for one poll the key is gone, and for another one the password is wrong.
	const moved = practice.reschedule(consult, day(9)).id;
	modMed.access.apiKeyActive = false;
	await nextPoll('01');
	modMed.access.apiKeyActive = true;
	const { password } = modMed.identity;
	modMed.identity.password = 'changed-meanwhile';
	modMed.tokens.expireAll();
	await nextPoll('01');
	modMed.identity.password = password;
	await nextPoll('01');

	// She confirms anew, Ben cancels, and one of Cleo's visits is deleted.
	practice.setStatus(moved, 'booked');
	practice.setStatus(botox, 'cancelled');
	practice.deleteAppointment(first);
	await nextPoll('01');

	// Cleo books another visit.
	book('cleo', 'nonSurgicalAppointment', day(6), { status: 'booked' });
	await nextPoll('01');

	// Ada comes, is treated and charged, and one charge is taken back.
	practice.setStatus(moved, 'checked-in');
	await nextPoll('01');
	practice.setStatus(moved, 'fulfilled');
	const charge = (amount: number) => practice.addCharge({ patientId: idOf.ada, amount }).id;
	charge(120.5);
	const mistaken = charge(80);
	await nextPoll('01', '03');
	practice.voidCharge(mistaken);
	charge(10.25);
	practice.updatePatient(idOf.ada, { birthDate: '1985-04-21' });
	await nextPoll('02', '03', '05');
	await world.catchUp();
}
