import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { startSandbox, type JournalEntry, type Sandbox } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { EventPlayer } from './support/eventPlayer';
import { Killer, killPointOf, SHORT_PUBLICATION_LEASE } from './support/killer';
import { ledgerRow, removeFromLedger, untilSynced } from './support/ledger';
import { addNaiveWorkflow, isNotedByNaiveWorkflow } from './support/naiveTrigger';
import { Random } from '../support/random';
import type { NoteAudit } from './support/noteAudit';
import {
	actualContact,
	expectedContact,
	markerOf,
	statesToNote,
	auditNotes,
} from './support/noteAudit';
import type { State, Visit } from './support/appointmentEvents';
import { randomEvents, singleBooking } from './support/appointmentEvents';
import { withTestbed } from './support/withTestbed';

/**
 * n8n is killed again and again while events flow. For a long run:
 * `KILLS=20 SEED=7 npm test -- crashes`
 */
const KILLS = Number(process.env.KILLS ?? 3);
const SEED = Number(process.env.SEED ?? 1);
const EVENTS = 60;
const SYNC = 'modmedSyncAppts1';
const CATCH_UP = 'modmedCatchUpSyn';
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** So many are held back when n8n is killed the first time. */
const HELD = 6;
/** Longer than n8n takes to start and to find what happened meanwhile. */
const STALLED_MS = 180_000;
/** A kill, a start and what was left behind take less than half of it. */
const PER_KILL_MS = 150_000;

const random = new Random(SEED);
type Resource = ReturnType<Sandbox['practice']['appointments']>[number];

describe('n8n, killed while events flow', () => {
	let elsewhere: Sandbox;
	let plainFlow = '';
	const testbed = withTestbed({
		seed: 'empty',
		publish: ['01', '06', '07'],
		env: SHORT_PUBLICATION_LEASE,
		prepare: async (n8n, sandbox) => {
			elsewhere = await startSandbox({ seed: 'empty' });
			plainFlow = await addNaiveWorkflow(n8n, sandbox, elsewhere);
		},
	});
	let book: EventPlayer;
	let result: NoteAudit;
	let beforeCatchUp: NoteAudit;
	let heldBack: State[] = [];

	beforeAll(
		async () => {
			const { sandbox, n8n } = testbed();
			const started = Date.now();
			// How fast the CRM lets itself be written to is not the matter here.
			sandbox.crm.settings.burst.max = 500;
			book = new EventPlayer(sandbox, randomEvents(random, EVENTS));
			await n8n.records.publish(plainFlow);
			await beginHoursAgo();
			await flowThroughKills(new Killer(sandbox, n8n, random));
			await untilAllHappened();
			await untilQuiet();
			beforeCatchUp = auditNotes(sandbox, book);
			await catchUp();
			result = auditNotes(sandbox, book);
			const seconds = Math.round((Date.now() - started) / 1000);
			process.stdout.write(
				`${KILLS} kills, ${book.played.length} events: ${result.missing.length} lost, ` +
					`${result.duplicated.length} doubled (seed ${SEED}, ${seconds} s), ` +
					`${beforeCatchUp.missing.length} left to the catch-up; plain trigger: ${lostPlainly().length} lost\n`,
			);
		},
		600_000 + KILLS * PER_KILL_MS,
	);

	afterAll(async () => await elsewhere?.stop());

	/** A first booking hours ago: from its time on the catch-up looks. */
	async function beginHoursAgo() {
		const { sandbox, n8n } = testbed();
		const booking = singleBooking(0);
		sandbox.clock.advance(-3 * HOUR_MS);
		book.add(booking);
		sandbox.clock.reset();
		await untilSynced(n8n, resourceOf(booking.visit));
	}

	/** Some events happen before each kill, and some while n8n is down. */
	async function flowThroughKills(killer: Killer) {
		for (let kill = 0; kill < KILLS; kill += 1) {
			const share = Math.ceil(book.remaining / (KILLS + 1 - kill));
			const some = () => book.playUpTo(Math.max(Math.ceil(share / 2), kill === 0 ? HELD : 0));
			if (kill === 0) {
				await killer.killWhileHeld(elsewhere, some);
				heldBack = book.played.slice(1);
			} else {
				await killer.killAt(killPointOf(kill - 1 + SEED), some);
			}
			book.playUpTo(Math.floor(share / 2));
			await testbed().n8n.start();
		}
	}

	/** What waits for a note that is lost never happens: the tally tells of it. */
	async function untilAllHappened() {
		let lastAt = Date.now();
		while (book.remaining > 0 && Date.now() - lastAt < STALLED_MS) {
			if (book.playUpTo(EVENTS) > 0) lastAt = Date.now();
			await pause(200);
		}
	}

	/** Two bookings after one another have been synced: all before them has had its turn. */
	async function untilQuiet() {
		for (let count = 0; count < 2; count += 1) {
			const booking = singleBooking(book.played.length);
			book.add(booking);
			await untilSynced(testbed().n8n, resourceOf(booking.visit));
		}
	}

	/** The catch-up with all changes two hours old, and one of them not in the ledger any more. */
	async function catchUp() {
		const { sandbox, n8n } = testbed();
		const appointments = sandbox.practice.appointments();
		const missing = resourceOf(book.played.at(-1)?.visit);
		await removeFromLedger(n8n, missing);
		appointments.forEach((one) => sandbox.practice.put(earlier(one, 2 * HOUR_MS)));
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		appointments.forEach((one) => sandbox.practice.put(one));
		expect(await ledgerRow(n8n, missing)).toMatchObject({ outcome: 'synced' });
	}

	function resourceOf(visit: Visit | undefined): string {
		return `Appointment/${visit && book.appointmentId(visit)}`;
	}

	/** The plain flow begins after the first event. */
	function lostPlainly(): State[] {
		return statesToNote(book.played)
			.filter((state) => state !== book.played[0])
			.filter(({ visit, status, start }) => {
				return !isNotedByNaiveWorkflow(elsewhere, book.appointmentId(visit), status, start);
			});
	}

	it('loses no event and notes none twice or on a wrong contact', () => {
		expect(result).toEqual({ lost: [], doubled: [], markedTwice: [], strange: [] });
		expect(book.remaining).toBe(0);
	});

	it('leaves nothing to the catch-up', () => {
		expect(beforeCatchUp).toEqual(result);
	});

	it('ends in the state that ModMed calls for, with one contact for each patient', () => {
		const { sandbox } = testbed();
		for (const person of book.people) {
			const contacts = book.contactsOf(person);
			expect(contacts).toHaveLength(1);
			const actual = actualContact(sandbox, contacts[0]?.id ?? '');
			expect({ person, ...actual }).toMatchObject({ person, ...expectedContact(book, person) });
		}
		expect(sandbox.location.contacts()).toHaveLength(book.people.length);
	});

	it('has every appointment in the ledger, synced as it is now', async () => {
		const { n8n } = testbed();
		const rows = await n8n.records.dataTable('ModMed sync ledger');
		for (const visit of book.visits) {
			const last = visit.states.at(-1);
			const [note = ''] = last ? book.notesOf(last) : [];
			const row = rows.find(({ resource }) => resource === resourceOf(visit));
			expect(row).toMatchObject({ outcome: 'synced', eventKey: markerOf(note) });
		}
	});

	it('is seen to lose events under a plain trigger, which never brings them back', () => {
		const lost = lostPlainly();
		const owed = statesToNote(book.played).filter((state) => heldBack.includes(state));
		expect(owed.length).toBeGreaterThan(0);
		expect(lost).toEqual(expect.arrayContaining(owed));
		expect(owed.map((state) => book.notesOf(state).length)).toEqual(owed.map(() => 1));
		// What happened after the last kill has arrived there too: the flow was at work.
		expect(lost).not.toContain(book.played.at(-1));
	});

	it('writes nothing when the trigger begins anew a week ago', async () => {
		const { sandbox, n8n } = testbed();
		const startFrom = new Date(Date.now() - WEEK_MS).toISOString();
		sandbox.journal.clear();
		const begun = Date.now();
		await n8n.records.edit(SYNC, (node) => startingFrom(node, startFrom));
		const isSyncedAgain = async () => {
			const rows = await n8n.records.dataTable('ModMed sync ledger');
			const again = rows.filter(({ updatedAt }) => Date.parse(String(updatedAt)) > begun);
			const resources = again.map(({ resource }) => resource);
			return book.visits.every((visit) => resources.includes(resourceOf(visit)));
		};
		await waitUntil(isSyncedAgain, {
			for: 'every appointment to be synced again',
			within: 240_000,
			otherwise: () => n8n.logTail(),
		});
		expect(sandbox.journal.entries({ service: 'crm' }).filter(isWrite)).toEqual([]);
		expect(auditNotes(sandbox, book)).toEqual(result);
	}, 600_000);

	it('keeps nothing about a patient in the state of the trigger', async () => {
		const { staticData } = await testbed().n8n.rest<{ staticData: IDataObject }>(
			'GET',
			`/rest/workflows/${SYNC}`,
		);
		const kept = JSON.stringify(staticData);
		for (const visit of book.visits) expect(kept).toContain(`"${book.appointmentId(visit)}"`);
		const personal = book.people.flatMap(({ firstName, lastName, email, phone, birthDate }) => {
			return [firstName, lastName, email, phone, birthDate];
		});
		expect(personal.filter((text) => kept.includes(text))).toEqual([]);
		expect(kept).not.toContain('example.com');
	});
});

function earlier(resource: Resource, ms: number): Resource {
	const { lastUpdated } = resource.meta as { lastUpdated: string };
	const moved = new Date(Date.parse(lastUpdated) - ms).toISOString();
	return { ...resource, meta: { lastUpdated: moved } };
}

function startingFrom(node: INode, startFrom: string): INode {
	if (!node.type.endsWith('.modMedTrigger')) return node;
	return { ...node, parameters: { ...node.parameters, options: { startFrom } } };
}

function isWrite({ method, path }: JournalEntry): boolean {
	return method !== 'GET' && !path.endsWith('/search');
}
