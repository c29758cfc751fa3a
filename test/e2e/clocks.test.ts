import { beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { publishTemplates } from '../../scripts/templates';
import { Patient } from '../support/patient';
import { withTestbed } from './support/withTestbed';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'America/New_York';
const WANTED = ['01', '06', '07'];
const CATCH_UP = 'modmedCatchUpSyn';

/** How many patients do something while the practice is offline; more in a long run. */
const MANY = Number(process.env.OFFLINE_PATIENTS ?? 24);

const dayOf = (moment: Date) =>
	new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' }).format(moment);
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
const aheadBy = (ms: number) => ({ CLOCK_SHIFT_MS: String(ms) });

function withPatients(testbed: ReturnType<typeof withTestbed>) {
	const patients = new Map<string, Patient>();
	const of = (name: string): Patient => {
		const patient = patients.get(name) ?? new Patient(testbed().sandbox, name);
		patients.set(name, patient);
		return patient;
	};
	/** Until all of them are noted, each as often as is said, or as their appointments call for. */
	const noted = async (names: string[], count?: number) =>
		await waitUntil(
			() => names.every((name) => of(name).noted.length >= (count ?? of(name).expected.length)),
			{
				for: `the notes of ${names.join(', ')}`,
				within: 240_000,
				otherwise: () =>
					`${names.map((name) => `${name}: ${of(name).noted.join(' ')}`).join('\n')}\n${testbed().n8n.logTail()}`,
			},
		);
	return { of, noted, all: () => [...patients.values()] };
}

describe('n8n with a clock an hour ahead, and then an hour behind', () => {
	const testbed = withTestbed({ seed: 'empty', publish: [], env: aheadBy(HOUR_MS) });
	const { of, noted, all } = withPatients(testbed);
	let events = 0;

	beforeAll(async () => {
		const { sandbox, n8n, templates } = testbed();
		sandbox.clock.advance(-10_000);
		of('Known').book(inHours(30));
		sandbox.clock.reset();
		// ModMed is down in the moment of activation: only the clocks tell what came after it.
		const down = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'modmed', path: '*/Appointment*', times: 0, action: down });
		await publishTemplates(n8n, templates, (file) => WANTED.includes(file.slice(0, 2)));
		expect(sandbox.journal.count({ service: 'modmed', status: 503 })).toBeGreaterThan(0);
		of('Early').book(inHours(72));
		sandbox.faults.clear();
		await noted(['Early']);

		// Half past eleven in the evening in New York is the next day already where ModMed counts.
		of('Night').book('2099-03-07T04:30:00.000Z');
		sandbox.practice.setStatus(of('Done').book(inHours(-2)), 'fulfilled');
		await noted(['Night', 'Done']);
		events += 3;

		await n8n.stop();
		const [booking] = sandbox.practice.appointments().filter(({ id }) => isOf(id, 'Early'));
		sandbox.practice.setStatus(booking?.id ?? '', 'cancelled');
		n8n.setClock(-HOUR_MS);
		await n8n.start();
		of('Late').book(inHours(48));
		await noted(['Late'], 1);
		await noted(['Early'], 2);
		of('Known').book(inHours(200));
		await noted(['Known'], 1);
		events += 3;
		await n8n.api.runByHand(CATCH_UP, 'By hand');
	}, 900_000);

	const isOf = (appointmentId: string, name: string) =>
		of(name).expected.some((key) => key.startsWith(`Appointment/${appointmentId}#`));

	it('takes nothing for known that was booked after the activation, nor sends what was before', () => {
		expect(of('Early').notes[0]).toContain('Status: Confirmed');
		expect(of('Known').noted).toEqual(of('Known').expected.slice(-1));
	});

	it('loses and doubles nothing, a two-hour step back included', () => {
		const notes = all().flatMap((patient) => patient.noted);
		const doubled = notes.length - new Set(notes).size;
		console.log(`clocks: ${events} events, ${notes.length} notes, ${doubled} doubled`);
		expect({ notes: notes.length, doubled }).toEqual({ notes: events, doubled: 0 });
		expect(of('Early').state).toMatchObject({ stage: 'Cancelled / No-Show', nextVisit: '' });
	});

	it('writes the dates of the appointments', () => {
		expect(of('Night').state.nextVisit).toBe('2099-03-06');
		expect(of('Late').state.nextVisit).toBe(dayOf(inHours(48)));
		expect(of('Done').state).toMatchObject({ stage: 'Patient', lastVisit: dayOf(inHours(-2)) });
	});
});

describe('a practice that was offline for three days', () => {
	const testbed = withTestbed({ seed: 'empty', publish: [], env: aheadBy(-3 * DAY_MS) });
	const { of, noted, all } = withPatients(testbed);
	const figures = { events: 0, calls: 0, seconds: 0 };

	/** What a patient does from day to day, by the name's number, and where it leaves the contact. */
	const next = dayOf(inHours(240));
	const LIVES = [
		{ stage: 'Booked', tags: ['appointment booked'], nextVisit: next, lastVisit: '' },
		{ stage: 'Booked', tags: ['appointment booked'], nextVisit: next, lastVisit: '' },
		{ stage: 'Cancelled / No-Show', tags: ['cancel/no-show'], nextVisit: '', lastVisit: '' },
		{ stage: 'Patient', tags: ['patient'], nextVisit: '', lastVisit: dayOf(inHours(-36)) },
		{ stage: 'Booked', tags: ['appointment booked'], nextVisit: next, lastVisit: '' },
		{ stage: 'Booked', tags: ['appointment booked', 'patient'], nextVisit: next },
	];
	const names = Array.from({ length: MANY }, (_, index) => `Offline${index}`);
	const first = new Map<string, string>();

	function live(day: number): void {
		const { practice } = testbed().sandbox;
		for (const [index, name] of names.entries()) {
			const life = index % LIVES.length;
			const one = first.get(name) ?? '';
			if (day === 1) first.set(name, of(name).book(life === 0 ? inHours(240) : inHours(-36)));
			if (day === 2 && life === 1) practice.reschedule(one, inHours(240));
			if (day === 2 && [3, 5].includes(life)) practice.setStatus(one, 'fulfilled');
			if (day === 2 && life === 4) practice.setStatus(one, 'cancelled');
			if (day === 3 && life === 2) practice.setStatus(one, 'cancelled');
			if (day === 3 && life >= 4) of(name).book(inHours(240));
		}
	}

	beforeAll(async () => {
		const { sandbox, n8n, templates } = testbed();
		sandbox.clock.advance(-3 * DAY_MS - HOUR_MS);
		of('Stock').book(inHours(24));
		sandbox.clock.advance(HOUR_MS);
		await publishTemplates(n8n, templates, (file) => WANTED.includes(file.slice(0, 2)));
		of('Before').book(inHours(24));
		await noted(['Before']);
		await n8n.stop();

		for (const day of [1, 2, 3]) {
			sandbox.clock.advance(DAY_MS - 4 * HOUR_MS);
			live(day);
		}
		sandbox.clock.reset();
		sandbox.journal.clear();
		n8n.setClock(0);
		const started = Date.now();
		await n8n.start();
		of('After').book(inHours(24));
		await noted([...names, 'After']);
		figures.seconds = Math.round((Date.now() - started) / 1000);
		figures.calls = sandbox.journal.count({ service: 'crm' });
		await n8n.api.runByHand(CATCH_UP, 'By hand');
		figures.events = [...names, 'After', 'Before'].flatMap((name) => of(name).expected).length;
	}, 900_000);

	it('every event arrives once, those of a patient in their order', () => {
		const notes = all().flatMap((patient) => patient.noted);
		const doubled = notes.length - new Set(notes).size;
		console.log(
			`offline for three days: ${MANY} patients, ${figures.events} events, ${notes.length} notes, ` +
				`${doubled} doubled, ${figures.calls} CRM calls, ${figures.seconds} s from start to the last note`,
		);
		for (const name of names) expect([name, of(name).noted]).toEqual([name, of(name).expected]);
		expect({ notes: notes.length, doubled }).toEqual({ notes: figures.events, doubled: 0 });
		expect(of('Stock').noted).toEqual([]);
	});

	it('every contact ends where ModMed has its patient', () => {
		for (const [index, name] of names.entries()) {
			expect([name, of(name).state]).toEqual([
				name,
				expect.objectContaining(LIVES[index % LIVES.length] ?? {}),
			]);
		}
	});
});
