import { afterEach, describe, expect, it, jest } from '@jest/globals';

import type { IDataObject } from 'n8n-workflow';

import { appointmentKey } from '../../domain/appointment/appointment';
import { markerOf } from '../../domain/crm/noteMarker';
import { startSandbox, type Sandbox } from '../../sandbox';
import { expectedOf } from '../scenarios/convergence/oracle';
import { Random } from '../support/random';
import { TestN8n } from './convergence/n8n';
import { KINDS, PracticeDay, type Somebody } from './convergence/practiceDay';
import { arrangeFault, atSomeCall } from './convergence/trouble';

/** Waits before a repetition only take time here: they are cut short. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => await new Promise((done) => setTimeout(done, Math.min(ms, 2))),
}));

/*
 * Days at a practice with everything that can go wrong, by chance, the same for the same seed.
 * CONVERGENCE_SEEDS=1000 plays a thousand of them, from CONVERGENCE_FIRST=1 on; CONVERGENCE_SEED=17
 * plays that one alone and tells what happened in it.
 */
const SEEDS = Number(process.env.CONVERGENCE_SEEDS ?? 25);
const ONLY = process.env.CONVERGENCE_SEED;
const FIRST = Number(process.env.CONVERGENCE_FIRST ?? 1);
const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, index) => FIRST + index);

/** A new one for each seed: what the nodes keep of a location for an hour is of no use to the next. */
let sandbox: Sandbox;

afterEach(async () => await sandbox.stop());

describe('01-sync-appointments.json through days by chance', () => {
	it(`ends as the guide says, with ${seeds.length} seeds`, async () => {
		const sum = { events: 0, notes: 0, deaths: 0, faults: 0 };
		for (const seed of seeds) {
			const day = await play(seed, sum);
			try {
				check(day);
			} catch (error) {
				const told = [`Seed ${seed}`, ...day.log, ...notesByContact(), String(error)];
				throw new Error(told.join('\n'));
			}
			if (ONLY) console.log(day.log.join('\n'));
			await sandbox.stop();
		}
		const { events, notes, deaths, faults } = sum;
		console.log(
			`${seeds.length} seeds: ${events} changes, ${faults} faults, ${deaths} deaths of the process; ${notes} notes, 0 lost, 0 doubled`,
		);
	}, 3_600_000);
});

async function play(seed: number, sum: Record<string, number>): Promise<PracticeDay> {
	const random = new Random(seed);
	sandbox = await startSandbox({ seed: 'empty' });
	sandbox.crm.settings.burst = { max: 1_000_000, intervalMs: 20 };
	// Changes of a while ago are looked up before they are noted, those of just now are not.
	sandbox.clock.advance(-60_000 * random.pick([12, 90, 90]));
	const day = new PracticeDay(sandbox, random);
	const n8n = new TestN8n(sandbox, () => day.sheet);
	n8n.changes = () =>
		day.appointments
			.map((one) => ({ id: one.id, key: appointmentKey(one), lastUpdated: one.lastUpdated }))
			.sort((a, b) => (a.lastUpdated < b.lastUpdated ? -1 : 1));
	await n8n.publish();
	for (let step = 0; step < 14; step += 1) await happen(day, n8n, random, sum);
	sandbox.faults.clear();
	day.log.push('the faults are over');
	day.mapTheLateType();
	for (let poll = 0; poll < 4; poll += 1) await n8n.poll();
	// The trigger alone has lost nothing: what is not synced by now waits in the ledger. What Catch up
	// has brought is unknown to it: that a state came back from there, only Catch up sees.
	const isLost = (row: IDataObject | undefined, key: string) =>
		row?.outcome !== 'waiting' && row?.eventKey !== key;
	const lost = n8n
		.changes()
		.filter(({ id }) => !n8n.caughtUp.has(id))
		.filter(({ id, key }) => isLost(n8n.ledger.rows.get(`Appointment/${id}`), key));
	day.lost = lost.map(({ key }) => key);
	await n8n.catchUp(n8n.changes());
	for (const [resource, row] of n8n.ledger.rows) {
		day.log.push(`${resource}: ${[row.outcome, row.eventKey, row.reason].join(' ')}`);
	}
	sum.events = (sum.events ?? 0) + day.history.length;
	sum.notes = (sum.notes ?? 0) + sandbox.location.contacts().flatMap(notesOf).length;
	return day;
}

async function happen(
	day: PracticeDay,
	n8n: TestN8n,
	random: Random,
	sum: Record<string, number>,
): Promise<void> {
	for (let changes = random.below(4); changes > 0; changes -= 1) day.change();
	if (random.chance(1 / 12)) day.mapTheLateType();
	if (random.chance(1 / 6)) day.makeOpportunity();
	if (random.chance(1 / 2)) {
		sum.faults = (sum.faults ?? 0) + 1;
		day.log.push(arrangeFault(sandbox, random));
	}
	if (random.chance(1 / 4)) {
		atSomeCall(sandbox, random, () => {
			day.log.push('meanwhile:');
			day.change();
		});
	}
	if (random.chance(1 / 5)) {
		atSomeCall(sandbox, random, () => {
			sum.deaths = (sum.deaths ?? 0) + 1;
			day.log.push('the process dies');
			n8n.die();
		});
	}
	const some = () => n8n.oldChanges().filter(() => random.chance(1 / 3));
	switch (random.below(6)) {
		case 0:
			day.log.push('catch up');
			return await n8n.catchUp(n8n.oldChanges());
		case 1: {
			const events = some().sort(() => random.below(3) - 1);
			day.log.push(`out of order: ${events.map(({ id }) => id).join(', ')}`);
			return await n8n.handOver(events);
		}
		case 2: {
			const events = some();
			day.log.push(`poll, and at the same time: ${events.map(({ id }) => id).join(', ')}`);
			await Promise.all([n8n.poll(), n8n.handOver(events)]);
			return;
		}
		default:
			day.log.push('poll');
			await n8n.poll();
	}
}

const notesByContact = () =>
	sandbox.location
		.contacts()
		.flatMap((contact) => [
			`${contact.firstName} ${contact.lastName}`,
			...notesOf(contact).map((body) => body.replace(/\n/g, ' | ')),
		]);

const notesOf = ({ id }: { id: string }) => sandbox.location.notes(id).map(({ body }) => body);

function check(day: PracticeDay): void {
	expect(day.lost).toEqual([]);
	const contacts = sandbox.location.contacts();
	const known = day.people.filter(({ contactId }) => contactId !== undefined);
	for (const person of day.people) checkPerson(day, person);
	// Nobody has two, and the daughter and the second twin have none.
	const names = contacts.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
	expect(new Set(names).size).toBe(names.length);
	expect(names).not.toContain('Mia Family');
	expect(names.filter((name) => name.endsWith('Twin')).length).toBeLessThanOrEqual(1);
	expect(contacts.length).toBeLessThanOrEqual(known.length + 2);
}

function checkPerson(day: PracticeDay, person: Somebody): void {
	const own = day.appointments.filter(({ patientId }) => patientId === person.id);
	const history = day.history.filter(({ patientId }) => patientId === person.id);
	const contact = sandbox.location
		.contacts()
		.find(({ firstName, lastName }) => `${firstName} ${lastName}` === person.name);
	const bodies = contact ? notesOf(contact) : [];
	const about = bodies.map((body) => /^Appointment\/(\d+)#/.exec(markerOf(body))?.[1]);
	expect(about.filter((id) => !own.some((one) => one.id === id))).toEqual([]);
	if (!contact || own.length === 0) return;

	const { fields, lastVisit, tags, stages } = expectedOf({
		patientId: person.id,
		appointments: own,
		history,
		kinds: KINDS,
		today: new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' }),
	});
	const present = sandbox.location.fields(contact.id) as Record<string, string | undefined>;
	const wasTouched = day.touched.has(person.id);
	for (const [name, value] of Object.entries(fields)) {
		const isOpen = wasTouched && /^ModMed (Appt|Prov|Loc)|^Appointment/.test(name);
		if (!isOpen)
			expect([person.name, name, present[name] ?? '']).toEqual([person.name, name, value]);
	}
	const last = present['Last Visit Date'] ?? '';
	expect(last >= lastVisit[0] && last <= lastVisit[1]).toBe(true);
	for (const [tag, isOn] of Object.entries(tags)) {
		const isOpen = isOn === undefined || (wasTouched && tag === 'Cancel/No-Show');
		const has = contact.tags.includes(tag.toLowerCase());
		if (!isOpen) expect([person.name, tag, has]).toEqual([person.name, tag, isOn]);
	}
	for (const { pipeline, stage } of sandbox.location.opportunities(contact.id)) {
		const expected = stages[pipeline];
		if (expected === undefined || wasTouched) continue;
		const allowed = person.contactId ? [expected] : [expected, 'New Lead'];
		expect([person.name, pipeline, allowed.includes(stage) || { stage, allowed }]).toEqual([
			person.name,
			pipeline,
			true,
		]);
	}
	const noted = bodies.map(markerOf);
	for (const { id } of own) checkNotes(id, noted, history.map(appointmentKey));
}

/** The states that were noted are some of those it was in, in their order; the last is the last. */
function checkNotes(id: string, allNoted: string[], allStates: string[]): void {
	const isOwn = (key: string) => key.startsWith(`Appointment/${id}#`);
	const states = allStates.filter(isOwn).filter((key, index, all) => key !== all[index - 1]);
	const noted = allNoted.filter(isOwn);
	expect(noted.at(-1)).toBe(states.at(-1));
	let from = 0;
	for (const key of noted) {
		const at = states.indexOf(key, from);
		expect([id, noted, states, at >= from]).toEqual([id, noted, states, true]);
		from = at + 1;
	}
}
