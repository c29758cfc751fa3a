import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import { ManyPatients, type ResultOrder } from '../../../support/manyPatients';
import { PollHarness } from '../../../support/pollHarness';

/** `MANY_CHANGES=150000` takes half an hour: pages come in 0.3 s then. Otherwise all is smaller. */
const BULK = Number(process.env.MANY_CHANGES ?? 0);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = '2026-03-10T15:00:00.000Z';
/** What an event costs in the CRM. */
const EVENT_MS = 200;

let practice: ManyPatients;
let poller: PollHarness;
let largestState = 0;
const deliveredAt = new Map<unknown, number>();

beforeEach(() => {
	resetProcessMemory();
	deliveredAt.clear();
	largestState = 0;
});
afterEach(() => void jest.restoreAllMocks());

/** A practice where a nightly job touches everybody, and single patients change afterwards. */
async function open(order: ResultOrder, { bulk, budgetMs, pageMs }: typeof SMALL, late: number[]) {
	practice = new ManyPatients(START, order, pageMs);
	jest.spyOn(Date, 'now').mockImplementation(() => practice.now);
	poller = new PollHarness({ event: 'patientChanged' });
	poller.request = practice.request as never;
	poller.budgetMs = budgetMs;
	poller.outcome = (items) => {
		practice.now += items.length * EVENT_MS;
		for (const { id } of items) deliveredAt.set(id, practice.now);
		return 'success';
	};
	const start = Date.parse(START);
	for (let index = 0; index < bulk; index++) {
		practice.touch(`b${index}`, start + 10 * MINUTE + (index % 1000) * 1000);
	}
	late.forEach((ms) => practice.touch(`late${ms}`, start + ms));
	practice.sort();
	poller.register();
	await poller.activate();
}

/** Polls every five minutes up to a time after the start. */
async function pollUntil(ms: number, everyMs = 5 * MINUTE): Promise<void> {
	const start = Date.parse(START);
	for (;;) {
		const next = start + Math.ceil((practice.now - start + 1) / everyMs) * everyMs;
		if (next > start + ms) return;
		practice.now = next;
		await poller.tick();
		largestState = Math.max(largestState, JSON.stringify(poller.state).length);
	}
}

function minutesLate(ms: number): number {
	const at = deliveredAt.get(`late${ms}`);
	return at === undefined ? Infinity : (at - Date.parse(START) - ms) / MINUTE;
}

const HOUR_LATER = 70 * MINUTE;
const DAY_LATER = DAY + 20 * MINUTE;

/** A poll of 36 s, as with durable polls, cannot read the 34 pages. */
const SMALL = { bulk: 1_700, budgetMs: 36_000, pageMs: 1_500 };
const SIZE = BULK > 0 ? { bulk: BULK, budgetMs: 300_000, pageMs: 300 } : SMALL;

describe('after a job that touched everybody', () => {
	it.each(['oldestFirst', 'newestFirst', 'shuffled'] as const)(
		'what changes an hour and a day later arrives within 15 minutes (%s)',
		async (order) => {
			await open(order, SIZE, [HOUR_LATER, DAY_LATER]);
			await pollUntil(HOUR_LATER + 20 * MINUTE);
			await pollUntil(DAY_LATER - 20 * MINUTE, 60 * MINUTE);
			await pollUntil(DAY_LATER + 20 * MINUTE);
			const figures = [HOUR_LATER, DAY_LATER].map((ms) => minutesLate(ms).toFixed(1));
			console.log(
				`${SIZE.bulk} patients, ${order}: ${figures.join(' and ')} minutes; ` +
					`${deliveredAt.size} delivered in ${poller.executions.length} executions; ` +
					`state at most ${largestState} bytes; ${practice.requests} requests`,
			);
			expect(minutesLate(HOUR_LATER)).toBeLessThan(15);
			expect(minutesLate(DAY_LATER)).toBeLessThan(15);
			expect(largestState).toBeLessThan(200_000);
			expect(poller.errors).toEqual([]);
		},
		3_600_000,
	);
});

describe('a backlog', () => {
	it('is delivered to the last event, also over a restart', async () => {
		await open('shuffled', { ...SMALL, bulk: 3_400, pageMs: 300, budgetMs: 300_000 }, []);
		await pollUntil(40 * MINUTE);
		poller.restart();
		await pollUntil(2 * 60 * MINUTE);
		expect(deliveredAt.size).toBe(3_400);
		// n8n does not save the outcome of the last execution before a restart: its events come again.
		const ids = poller.done.map(({ id }) => id);
		const again = poller.done.filter(({ id }, index) => ids.indexOf(id) < index);
		expect(again.length).toBeLessThanOrEqual(50);
		expect(again.every(({ lookFirst }) => lookFirst === true)).toBe(true);
	});

	it('is not there after the activation: what was touched before is no event', async () => {
		await open('shuffled', { ...SMALL, bulk: 0 }, []);
		for (let index = 0; index < 3_400; index++) practice.touch(`b${index}`, practice.now - 1_000);
		poller = new PollHarness({ event: 'patientChanged' });
		poller.request = practice.request as never;
		poller.budgetMs = 36_000;
		resetProcessMemory();
		practice.now += 1_000;
		await poller.activate();
		await pollUntil(60 * MINUTE);
		expect(poller.delivered).toEqual([]);
		expect(largestState).toBeLessThan(200_000);
	});
});
