import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { Random } from '../support/random';
import type { State, Visit } from './support/appointmentEvents';
import { randomEvents, singleBooking } from './support/appointmentEvents';
import { crmWrites } from './support/crmTraffic';
import { EventPlayer } from './support/eventPlayer';
import { Killer, SHORT_PUBLICATION_LEASE } from './support/killer';
import { killPointOf } from './support/killPoints';
import { deleteLedgerRows, ledgerRow, ledgerRows, untilOutcome } from './support/ledger';
import { addNaiveWorkflow, isNotedByNaiveWorkflow } from './support/naiveTrigger';
import type { NoteAudit } from './support/noteAudit';
import {
	actualContact,
	auditNotes,
	expectedContact,
	markerOf,
	statesToNote,
} from './support/noteAudit';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

/**
 * n8n is killed again and again while events happen. For a long run:
 * `KILLS=20 SEED=7 npm test -- crashes`
 */
const KILLS = Number(process.env.KILLS ?? 3);
const SEED = Number(process.env.SEED ?? 1);
const EVENTS = 60;
/** Beside these: a first booking hours ago, and two last ones. */
const EXTRA_EVENTS = 3;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** How many events at least happen before n8n is killed the first time. */
const EVENTS_BEFORE_FIRST_KILL = 6;
/** Longer than n8n takes to start and to find what happened meanwhile. */
const STALLED_MS = 180_000;
/** A kill, the start and the recovery take less than half of it. */
const PER_KILL_MS = 150_000;

const random = new Random(SEED);
type Resource = ReturnType<Sandbox['practice']['appointments']>[number];

describe('n8n, killed while events happen', () => {
	let naiveCrm: Sandbox;
	let naiveWorkflow = '';
	const testbed = withTestbed({
		seed: 'empty',
		publish: ['01', '06', '07'],
		env: SHORT_PUBLICATION_LEASE,
		prepare: async (n8n, sandbox) => {
			naiveCrm = await startSandbox({ seed: 'empty' });
			naiveWorkflow = await addNaiveWorkflow(n8n, sandbox, naiveCrm);
		},
	});
	let player: EventPlayer;
	let beforeCatchUp: NoteAudit;
	let result: NoteAudit;
	let interrupted: State[] = [];

	beforeAll(
		async () => {
			const { sandbox, n8n } = testbed();
			const started = Date.now();
			// The CRM's rate limit is not what is tested here.
			sandbox.crm.settings.burst.max = 500;
			player = new EventPlayer(sandbox, randomEvents(random, EVENTS));
			await n8n.api.publish(naiveWorkflow);
			await syncBookingOfHoursAgo();
			await playThroughKills(new Killer(sandbox, n8n, random));
			await untilAllPlayed();
			await untilLaterBookingsAreSynced();
			beforeCatchUp = auditNotes(sandbox, player);
			await catchUp();
			result = auditNotes(sandbox, player);
			const seconds = Math.round((Date.now() - started) / 1000);
			console.log(
				`${KILLS} kills, ${player.played.length} events: ${result.missing.length} lost, ` +
					`${result.duplicated.length} duplicated (seed ${SEED}, ${seconds} s), ` +
					`${beforeCatchUp.missing.length} left to the catch-up; ` +
					`naive trigger: ${lostByNaiveWorkflow().length} lost`,
			);
		},
		600_000 + KILLS * PER_KILL_MS,
	);

	afterAll(async () => await naiveCrm?.stop());

	/** The catch-up reads from the time of the first booking on. */
	async function syncBookingOfHoursAgo() {
		const { sandbox, n8n } = testbed();
		const booking = singleBooking(0);
		sandbox.clock.advance(-3 * HOUR_MS);
		player.add(booking);
		sandbox.clock.reset();
		await untilOutcome(n8n, resourceOf(booking.visit), 'synced');
	}

	/** Some events happen before each kill, and some while n8n is down. */
	async function playThroughKills(killer: Killer) {
		for (let kill = 0; kill < KILLS; kill += 1) {
			const share = Math.ceil(player.remaining / (KILLS + 1 - kill));
			const least = kill === 0 ? EVENTS_BEFORE_FIRST_KILL : 0;
			const play = () => player.playUpTo(Math.max(Math.ceil(share / 2), least));
			if (kill === 0) {
				await killer.killWhileWriting(naiveCrm, play);
				interrupted = player.played.slice(1);
			} else {
				await killer.killAt(killPointOf(kill - 1 + SEED), play);
			}
			player.playUpTo(Math.floor(share / 2));
			await testbed().n8n.start();
		}
	}

	/** An event that waits for a lost note is never played: the audit reports it. */
	async function untilAllPlayed() {
		let lastAt = Date.now();
		while (player.remaining > 0 && Date.now() - lastAt < STALLED_MS) {
			if (player.playUpTo(EVENTS) > 0) lastAt = Date.now();
			await pause(200);
		}
	}

	/** One after the other, so that everything before them has been through a whole poll. */
	async function untilLaterBookingsAreSynced() {
		for (let count = 0; count < 2; count += 1) {
			const booking = singleBooking(player.played.length);
			player.add(booking);
			await untilOutcome(testbed().n8n, resourceOf(booking.visit), 'synced');
		}
	}

	/** Runs the catch-up as if all changes were two hours old, and one not in the ledger any more. */
	async function catchUp() {
		const { sandbox, n8n } = testbed();
		const appointments = sandbox.practice.appointments();
		const missing = resourceOf(player.played.at(-1)?.visit);
		await deleteLedgerRows(n8n, 'resource', missing);
		appointments.forEach((one) => sandbox.practice.put(earlier(one, 2 * HOUR_MS)));
		await n8n.api.runByHand(TEMPLATES.catchUp, NODES.runByHand);
		appointments.forEach((one) => sandbox.practice.put(one));
		expect(await ledgerRow(n8n, missing)).toMatchObject({ outcome: 'synced' });
	}

	function resourceOf(visit: Visit | undefined): string {
		return `Appointment/${visit && player.appointmentId(visit)}`;
	}

	/** The naive workflow begins after the first event. */
	function lostByNaiveWorkflow(): State[] {
		return statesToNote(player.played)
			.filter((state) => state !== player.played[0])
			.filter(({ visit, status, start }) => {
				return !isNotedByNaiveWorkflow(naiveCrm, player.appointmentId(visit), status, start);
			});
	}

	it('loses no event, and writes no note twice or on the wrong contact', () => {
		expect(result).toEqual({ missing: [], duplicated: [], duplicateMarkers: [], unexpected: [] });
		expect(player.remaining).toBe(0);
		expect(player.played).toHaveLength(EVENTS + EXTRA_EVENTS);
	});

	it('leaves nothing to the catch-up', () => {
		expect(beforeCatchUp).toEqual(result);
	});

	it('ends in the state that ModMed calls for, with one contact for each patient', () => {
		const { sandbox } = testbed();
		for (const person of player.people) {
			const contacts = player.contactsOf(person);
			expect(contacts).toHaveLength(1);
			const actual = actualContact(sandbox, contacts[0]?.id ?? '');
			expect({ person, ...actual }).toMatchObject({ person, ...expectedContact(player, person) });
		}
		expect(sandbox.location.contacts()).toHaveLength(player.people.length);
	});

	it('has every appointment in the ledger, synced in its last state', async () => {
		const rows = await ledgerRows(testbed().n8n);
		for (const visit of player.visits) {
			const last = visit.states.at(-1);
			const [note = ''] = last ? player.notesOf(last) : [];
			const row = rows.find(({ resource }) => resource === resourceOf(visit));
			expect(row).toMatchObject({ outcome: 'synced', eventKey: markerOf(note) });
		}
	});

	it('loses events under a naive trigger, which never delivers them again', () => {
		const lost = lostByNaiveWorkflow();
		const expected = statesToNote(player.played).filter((state) => interrupted.includes(state));
		expect(expected).not.toEqual([]);
		expect(lost).toEqual(expect.arrayContaining(expected));
		expect(expected.map((state) => player.notesOf(state).length)).toEqual(expected.map(() => 1));
		// The naive workflow was running: it has noted what happened after the last kill.
		expect(lost).not.toContain(player.played.at(-1));
	});

	it('writes nothing when the trigger starts again from a week ago', async () => {
		const { sandbox, n8n } = testbed();
		const startFrom = new Date(Date.now() - WEEK_MS).toISOString();
		sandbox.journal.clear();
		const begun = Date.now();
		await n8n.api.edit(TEMPLATES.syncAppointments, (node) => startingFrom(node, startFrom));
		const isSyncedAgain = async () => {
			const rows = await ledgerRows(n8n);
			const again = rows.filter(({ updatedAt }) => Date.parse(String(updatedAt)) > begun);
			const resources = again.map(({ resource }) => resource);
			return player.visits.every((visit) => resources.includes(resourceOf(visit)));
		};
		await waitUntil(isSyncedAgain, {
			for: 'every appointment to be synced again',
			within: 240_000,
			otherwise: () => n8n.logTail(),
		});
		expect(crmWrites(sandbox)).toEqual([]);
		expect(auditNotes(sandbox, player)).toEqual(result);
	}, 600_000);

	it('keeps nothing about a patient in the state of the trigger', async () => {
		const { staticData } = await testbed().n8n.rest<{ staticData: IDataObject }>(
			'GET',
			`/rest/workflows/${TEMPLATES.syncAppointments}`,
		);
		const kept = JSON.stringify(staticData);
		for (const visit of player.visits) expect(kept).toContain(`"${player.appointmentId(visit)}"`);
		const personal = player.people.flatMap(({ firstName, lastName, email, phone, birthDate }) => {
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
