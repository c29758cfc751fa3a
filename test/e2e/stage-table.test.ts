import { beforeAll, describe, expect, it } from '@jest/globals';

import { seed } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import type { SyncCase } from '../support/syncCases';
import { addCase, contactOf, noteOf } from '../support/syncCases';
import { createContractCheck, hasContracts } from '../support/openApiContract';
import { crmWrites, untilIdle } from './support/crmTraffic';
import { ledgerRows } from './support/ledger';
import { withTestbed } from './support/withTestbed';

const { TYPES } = seed;
const S = 'Surgical Pipeline';
const N = 'Non-Surgical Pipeline';

/** The guide's stage table, row by row, and what stands beside it. */
const ROWS: SyncCase[] = [
	...rows('surgicalConsult', S, 'Consult Booked', 'Consult Complete'),
	...rows('surgicalAppointment', S, 'Surgery Scheduled', 'Surgery Complete'),
	...rows('nonSurgicalConsult', N, 'Booked', 'Patient'),
	...rows('nonSurgicalAppointment', N, 'Booked', 'Patient'),
];

function rows(
	type: SyncCase['type'],
	pipeline: string,
	booked: string,
	complete: string,
): SyncCase[] {
	const lost = 'Cancelled / No-Show';
	return [
		{ type, status: 'pending', pipeline, stage: booked, tags: ['appointment booked'] },
		{ type, status: 'booked', pipeline, stage: booked, tags: ['appointment booked'] },
		{ type, status: 'fulfilled', pipeline, stage: complete, tags: ['patient'] },
		{ type, status: 'cancelled', pipeline, stage: lost, tags: ['cancel/no-show'] },
		{ type, status: 'noshow', pipeline, stage: lost, tags: ['cancel/no-show'] },
	];
}

const STAYING: SyncCase[] = (['preOp', 'postOp', 'block'] as const).flatMap((type) =>
	(['booked', 'fulfilled', 'cancelled'] as const).map((status) => ({
		type,
		status,
		pipeline: N,
		stage: 'New Lead',
		tags: [],
	})),
);
const ARRIVED: SyncCase[] = (['arrived', 'checked-in'] as const).map((status) => ({
	type: 'nonSurgicalAppointment',
	status,
	pipeline: N,
	stage: 'New Lead',
	tags: [],
}));
const WITHOUT: SyncCase = {
	type: 'nonSurgicalConsult',
	status: 'booked',
	tags: ['appointment booked'],
};
const UNMAPPED: SyncCase = {
	type: 'unmapped',
	status: 'booked',
	pipeline: N,
	stage: 'New Lead',
	tags: [],
};

const WORDS: Record<string, string> = {
	pending: 'Pending',
	booked: 'Confirmed',
	arrived: 'Arrived',
	'checked-in': 'Checked-In',
	fulfilled: 'Checked-Out',
	cancelled: 'Cancelled',
	noshow: 'No Show',
};

describe('The sync on a real n8n', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '06', '07'] });
	const synced = [...ROWS, ...STAYING, ...ARRIVED, WITHOUT];
	const appointments = new Map<SyncCase, string>();
	let callsPerEvent = 0;

	beforeAll(async () => {
		const { sandbox, n8n } = testbed();
		for (const one of [...synced, UNMAPPED]) appointments.set(one, addCase(sandbox, one));
		sandbox.practice.book({
			typeCode: TYPES.lunch.code,
			practitionerId: seed.PROVIDERS.surgeon.id,
			locationId: seed.LOCATIONS.clinic.id,
			start: new Date(Date.now() + 3_600_000),
		});
		sandbox.journal.clear();
		await waitUntil(
			async () =>
				synced.every((one) => noteOf(sandbox, one)) &&
				(await ledgerRows(n8n)).some(({ outcome }) => outcome === 'waiting'),
			{
				for: 'all events to be synced',
				within: 180_000,
				otherwise: () => {
					const missing = synced.filter((one) => !noteOf(sandbox, one));
					return `Without a note: ${JSON.stringify(missing)}\n${n8n.logTail()}`;
				},
			},
		);
		await untilIdle(n8n);
		callsPerEvent = sandbox.journal.count({ service: 'crm' }) / synced.length;
	}, 300_000);

	it.each([...ROWS, ...STAYING, ...ARRIVED])('$type $status: $stage', ({ ...row }) => {
		const { sandbox } = testbed();
		const { id, tags } = contactOf(sandbox, row);
		expect(sandbox.location.opportunities(id).map((one) => one.stage)).toEqual([row.stage]);
		expect([...tags].sort()).toEqual(row.tags);
		expect(sandbox.location.fields(id)).toMatchObject({
			'ModMed Appt Status': WORDS[row.status],
			'ModMed Appt Type': TYPES[row.type].name,
			'ModMed Provider': 'Nora Testwell',
			'ModMed Location': 'Harbor Street Clinic',
		});
		expect(sandbox.location.notes(id)).toHaveLength(1);
		expect(noteOf(sandbox, row)).toContain(`Status: ${WORDS[row.status]}`);
	});

	/** The day of an appointment on the practice's calendar. */
	function dayOf(appointmentId: string): string {
		const { practice } = testbed().sandbox;
		const appointment = practice.appointments().find(({ id }) => id === appointmentId);
		const zone = { timeZone: 'America/New_York', dateStyle: 'short' } as const;
		return new Intl.DateTimeFormat('en-CA', zone).format(new Date(String(appointment?.start)));
	}

	it('keeps the dates: confirmed is the next visit, checked-out the last', () => {
		const { sandbox } = testbed();
		for (const row of ROWS) {
			const fields = sandbox.location.fields(contactOf(sandbox, row).id);
			const day = dayOf(appointments.get(row) ?? '');
			expect([row, fields['Next Visit Date'] || '']).toEqual([
				row,
				row.status === 'booked' ? day : '',
			]);
			expect([row, fields['Last Visit Date'] || '']).toEqual([
				row,
				row.status === 'fulfilled' ? day : '',
			]);
		}
	});

	it('says in the note that there is no opportunity to move', () => {
		expect(noteOf(testbed().sandbox, WITHOUT)).toContain(`No opportunity in ${N}`);
	});

	it('says in the note why a category moves nothing', () => {
		for (const row of STAYING) {
			expect(noteOf(testbed().sandbox, row)).toContain('never move the pipeline');
		}
	});

	it('changes no contact for a type that is not mapped, and records why', async () => {
		const { sandbox, n8n } = testbed();
		const contact = contactOf(sandbox, UNMAPPED);
		expect(sandbox.location.notes(contact.id)).toEqual([]);
		expect(contact.tags).toEqual([]);
		const ledger = await ledgerRows(n8n);
		expect(ledger.filter(({ outcome }) => outcome !== 'synced')).toEqual([
			expect.objectContaining({
				outcome: 'waiting',
				appointmentType: TYPES.unmapped.name,
				reason: expect.stringContaining('not listed'),
			}),
		]);
	});

	it('spends no more than eight CRM calls on the first event of a contact, two of them to claim it', () => {
		expect(callsPerEvent).toBeLessThanOrEqual(8);
		console.log(`${callsPerEvent.toFixed(2)} CRM calls an event`);
	});

	(hasContracts ? it : it.skip)(
		"sends the CRM only requests that HighLevel's OpenAPI knows",
		() => {
			const contradictionsOf = createContractCheck();
			const entries = testbed().sandbox.journal.entries({ service: 'crm' });
			expect(entries.length).toBeGreaterThan(synced.length);
			expect(entries.flatMap((entry) => contradictionsOf(entry))).toEqual([]);
		},
	);

	it('never gets a 429', () => {
		expect(testbed().sandbox.journal.count({ status: 429 })).toBe(0);
	});

	it('repeats nothing after a restart, and goes on', async () => {
		const { sandbox, n8n } = testbed();
		const notes = () => sandbox.location.contacts().flatMap(({ id }) => sandbox.location.notes(id));
		const before = notes().length;
		await n8n.stop();
		sandbox.journal.clear();
		await n8n.start();
		await waitUntil(() => sandbox.journal.count({ service: 'modmed', path: 'Appointment' }) > 0, {
			for: 'a poll after the restart',
			within: 120_000,
		});
		await untilIdle(n8n);
		expect(crmWrites(sandbox)).toEqual([]);
		expect(notes()).toHaveLength(before);

		const [row] = ROWS;
		if (!row) throw new Error('The table has no rows.');
		sandbox.practice.setStatus(appointments.get(row) ?? '', 'booked');
		await waitUntil(() => notes().length > before, { for: 'the next change', within: 120_000 });
		await untilIdle(n8n);
		expect(notes()).toHaveLength(before + 1);
		expect(sandbox.location.fields(contactOf(sandbox, row).id)).toMatchObject({
			'ModMed Appt Status': 'Confirmed',
			'Next Visit Date': expect.any(String),
		});
	}, 300_000);
});
