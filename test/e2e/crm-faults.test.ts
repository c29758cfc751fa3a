import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { FaultAction } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { DONE, NEW_CONTACT, REFUSED_AND_DONE, UNDONE, WRITES } from '../support/crmFaults';
import type { Patient } from '../support/patient';
import { ARRIVAL_MS, withFaultyCrm } from './support/withFaultyCrm';
import { withTestbed } from './support/withTestbed';

const SYNC = 'modmedSyncAppts1';
const CATCH_UP = 'modmedCatchUpSyn';

/** How long the CRM is down at least; two minutes and more in a long run. */
const DOWN_SECONDS = Number(process.env.CRM_DOWN_SECONDS ?? 20);
/** How many hang at once, and after how many seconds n8n ends the run; 50 and 240 in a long run. */
const HANGS = Number(process.env.CRM_HANGS ?? 4);
const LONGEST_RUN_SECONDS = Number(process.env.CRM_LONGEST_RUN_SECONDS ?? 8);

describe('The CRM misbehaves', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '06', '07'] });
	const {
		everybody,
		callsInAll,
		fault,
		rateLimit,
		calls,
		rowsOf,
		comes,
		book,
		tell,
		become,
		synced,
		expectRight,
	} = withFaultyCrm(testbed);

	it('writes that are done although their answer is lost are done once', async () => {
		rateLimit(1_000, 500);
		const patients: Patient[] = [];
		for (const [action, [write, requestOf]] of pairs(Object.values(DONE), Object.entries(WRITES))) {
			const patient = comes(`Lost${patients.length}${write.replace(' ', '')}`);
			fault(requestOf(patient), action);
			patients.push(patient);
		}
		for (const action of [...Object.values(DONE), REFUSED_AND_DONE]) {
			patients.push(comes(`New${patients.length}`, false));
			fault(NEW_CONTACT, action);
		}
		book(patients);
		await become('synced', patients);
		expect(testbed().sandbox.faults.active()).toEqual([]);
		expectRight('done, and the answer lost', patients);
		for (const { contactId } of patients) {
			const path = `/contacts/${contactId}/notes`;
			const added = testbed().sandbox.journal.entries({ service: 'crm', method: 'POST', path });
			expect(added.filter(({ body }) => !isClaim(body))).toHaveLength(1);
		}
	}, 300_000);

	it('notes and contacts that are carried out after a gateway has given up are there once', async () => {
		rateLimit(1_000, 500);
		const late = { kind: 'commitsLate', status: 504, ms: 4_000 } as const;
		const patients = [comes('LateNote'), comes('LateContact', false)];
		fault(WRITES.note!(patients[0]!), late);
		fault(NEW_CONTACT, late);
		book(patients);
		await become('synced', patients);
		expectRight('carried out late', patients);
	}, 300_000);

	it('requests that come to nothing are made again, those of others go on', async () => {
		const patients: Patient[] = [];
		for (const [action, [write, requestOf]] of pairs(
			Object.values(UNDONE),
			Object.entries(WRITES),
		)) {
			const patient = comes(`Undone${patients.length}${write.replace(' ', '')}`);
			fault(requestOf(patient), action);
			patients.push(patient);
		}
		book(patients);
		await become('synced', patients);
		expect(testbed().sandbox.faults.active()).toEqual([]);
		expectRight('answered, and nothing done', patients);
	}, 300_000);

	it('an outage in many ways: the first event waits in the ledger, the rest in the trigger', async () => {
		// Three polls bring one of them into the ledger.
		const many = 2 + Math.ceil(DOWN_SECONDS / 15);
		const patients = Array.from({ length: many }, (_, index) => comes(`Down${index}`));
		const ways = [...Object.values(UNDONE), ...Object.values(DONE)].filter(isNoLimit);
		Array.from({ length: 200 }, (_, index) =>
			fault({}, ways[index % ways.length] ?? { kind: 'refuse' }),
		);
		const last = fault({}, { kind: 'refuse' }, 0);
		book(patients);
		const began = Date.now();
		await waitUntil(
			async () => {
				const rows = await rowsOf(patients);
				const isLongEnough = Date.now() - began >= DOWN_SECONDS * 1000;
				return isLongEnough && rows.some((row) => row?.outcome === 'waiting');
			},
			{ for: 'an event to wait in the ledger', within: ARRIVAL_MS, every: 1_000, otherwise: tell },
		);
		const [during, seconds] = [calls(), Math.round((Date.now() - began) / 1000)];
		testbed().sandbox.faults.remove(last);
		testbed().sandbox.faults.clear();
		const rows = await rowsOf(patients);
		const [waiting, left] = [rows.filter((row) => row?.outcome === 'waiting'), rows.length];
		expect(waiting).toMatchObject(
			waiting.map(() => ({ reason: expect.stringMatching(/^(The CRM|No complete answer)/) })),
		);
		expect(waiting.length).toBeLessThan(left);
		await become(
			'synced',
			patients.filter((_, index) => rows[index]?.outcome !== 'waiting'),
		);
		await testbed().n8n.api.runByHand(CATCH_UP, 'By hand');
		await become('synced', patients);
		expectRight(`down for ${seconds} s`, patients, during);
		expect(during).toBeLessThanOrEqual(9 * (seconds / 10 + 2));
	}, 600_000);

	it('refused without a word for how long, it asks ever more seldom', async () => {
		rateLimit(100, 10_000);
		const patients = ['Busy1', 'Busy2', 'Busy3'].map((name) => comes(name));
		await synced(comes('Calm'));
		const busy = UNDONE['429 without its headers'] ?? { kind: 'refuse' };
		const limit = fault({}, busy, 0);
		book(patients);
		const began = Date.now();
		await waitUntil(() => calls() >= 6, { for: 'second tries', within: ARRIVAL_MS, every: 100 });
		const [during, seconds] = [calls(), (Date.now() - began) / 1000];
		testbed().sandbox.faults.remove(limit);
		await become('synced', patients);
		expectRight(`429 for ${Math.round(seconds)} s`, patients, during);
		const refused = testbed().sandbox.journal.entries({ service: 'crm', status: 429 });
		expect(most(refused, 9_000)).toBeLessThanOrEqual(10);
	}, 300_000);

	it('a run that n8n ends because the CRM hangs leaves nothing half or double', async () => {
		await endRunsAfter(LONGEST_RUN_SECONDS);
		const [note, fields] = [WRITES.note, WRITES.fields];
		const patients = Array.from({ length: HANGS }, (_, index) => {
			const patient = comes(`Hang${index}`, index % 4 !== 3);
			const afterHandling = index % 4 !== 2;
			if (index % 4 === 3) fault(NEW_CONTACT, { kind: 'hang', afterHandling });
			else fault((index % 4 === 1 ? fields : note)!(patient), { kind: 'hang', afterHandling });
			return patient;
		});
		book(patients);
		await become('synced', patients, ARRIVAL_MS + HANGS * 12_000);
		expect(testbed().sandbox.faults.active()).toEqual([]);
		expectRight('hanging', patients);
		await endRunsAfter(240);
	}, 900_000);

	it("today's requests are used up: nothing is sent any more, and it is caught up with", async () => {
		const { settings } = testbed().sandbox.crm;
		const patients = ['Quota1', 'Quota2'].map((name) => comes(name));
		const { dailyMax } = settings;
		settings.dailyMax = 0;
		book(patients);
		await waitUntil(async () => (await rowsOf(patients)).some(Boolean), {
			for: 'an event to wait in the ledger',
			within: ARRIVAL_MS,
			every: 1_000,
			otherwise: tell,
		});
		const during = calls();
		const waiting = (await rowsOf(patients)).find(Boolean);
		expect(waiting).toMatchObject({
			outcome: 'waiting',
			reason: expect.stringContaining("The CRM's daily request limit is used up"),
		});
		settings.dailyMax = dailyMax;
		// It looks again after a minute, in which polls as frequent as these use up their deliveries.
		await waitUntil(
			async () => {
				await testbed().n8n.api.runByHand(CATCH_UP, 'By hand');
				return (await rowsOf(patients)).every((row) => row?.outcome === 'synced');
			},
			{ for: 'the events to be caught up with', within: ARRIVAL_MS, every: 5_000, otherwise: tell },
		);
		expectRight('daily quota used up', patients, during);
		expect(during).toBeLessThanOrEqual(patients.length);
	}, 300_000);

	it('in all of this nothing of one patient came to another', () => {
		expectRight('in all', everybody, callsInAll());
		expect(testbed().sandbox.location.contacts()).toHaveLength(everybody.length);
	});

	async function endRunsAfter(seconds: number): Promise<void> {
		const { api: records } = testbed().n8n;
		const path = `/rest/workflows/${SYNC}`;
		const { versionId, settings } = await testbed().n8n.rest<{
			versionId: string;
			settings: IDataObject;
		}>('GET', path);
		const changed = { versionId, settings: { ...settings, executionTimeout: seconds } };
		await testbed().n8n.rest('PATCH', path, changed);
		await records.publish(SYNC);
	}
});

function pairs<A, B>(first: A[], second: B[]): Array<[A, B]> {
	return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}

function isNoLimit(action: FaultAction): boolean {
	return action.kind !== 'status' || action.status !== 429;
}

/** The most entries that any span of so many milliseconds holds. */
function most(entries: Array<{ time: string }>, spanMs: number): number {
	const times = entries.map(({ time }) => Date.parse(time));
	return Math.max(...times.map((t) => times.filter((u) => u >= t && u < t + spanMs).length));
}

/** The note by which a contact is claimed before the patient's ID is written to it. */
function isClaim(body: unknown): boolean {
	return JSON.stringify(body).includes('ContactClaim/');
}
