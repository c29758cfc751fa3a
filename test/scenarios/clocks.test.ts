import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { FakePractice } from '../support/fakePractice';
import { PollHarness } from '../support/pollHarness';
import { fhirAppointment } from '../support/practice';
import { useNock } from '../support/useNock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-03-10T15:00:00.400Z');

useNock();

let practice: FakePractice;
/** What a right clock says, and how wrong n8n's is. */
let now = START;
let skewMs = 0;

beforeEach(() => {
	resetProcessMemory();
	[now, skewMs] = [START, 0];
	practice = new FakePractice();
	practice.now = () => new Date(now);
	jest.spyOn(Date, 'now').mockImplementation(() => now + skewMs);
});
afterEach(() => void jest.restoreAllMocks());

/** Whole seconds, as ModMed writes them. */
const stamp = (ms = now) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

function book(id: string, ms = now): void {
	const times = { lastUpdated: stamp(ms), created: stamp(ms) };
	practice.appointments.push(fhirAppointment({ id, patient: `p-${id}`, ...times }));
}

const ids = (poller: PollHarness) => poller.delivered.map(({ id }) => id);

describe.each([1, -1, 12, -12])("n8n's clock %i h ahead of ModMed's", (hours) => {
	beforeEach(() => {
		skewMs = hours * HOUR_MS;
		book('before', now - MINUTE_MS);
	});

	it('what is booked right after the activation is not taken for known', async () => {
		const poller = new PollHarness();
		await poller.activate();
		now += 1_000;
		book('after');
		await poller.tick();
		expect(ids(poller)).toEqual(['after']);
	});

	it('neither is it where ModMed is down in that moment', async () => {
		now += MINUTE_MS;
		practice.status = 404;
		const poller = new PollHarness();
		await poller.activate();
		book('same-second', Math.floor(now / 1000) * 1000);
		now += MINUTE_MS;
		book('after');
		await poller.tick();
		practice.status = 200;
		poller.restart();
		await poller.tick();
		await poller.tick();
		expect(ids(poller)).toEqual(['same-second', 'after']);
	});

	it('the clock is put right, and nothing is lost or comes again', async () => {
		const poller = new PollHarness();
		await poller.activate();
		now += MINUTE_MS;
		book('a');
		await poller.tick();
		skewMs = 0;
		book('b');
		await poller.tick();
		skewMs = -hours * HOUR_MS;
		book('c');
		await poller.tick();
		await poller.tick();
		expect(ids(poller)).toEqual(['a', 'b', 'c']);
	});
});

it.each([2, 40])('a clock %i days ahead at the activation delays nothing', async (days) => {
	book('before', now - MINUTE_MS);
	skewMs = days * DAY_MS;
	const poller = new PollHarness();
	await poller.activate();
	now += MINUTE_MS;
	book('after');
	await poller.tick();
	skewMs = 0;
	now += DAY_MS;
	book('next-day');
	await poller.tick();
	expect(ids(poller)).toEqual(['after', 'next-day']);
});

it('a clock three days behind at the activation is put right with the next start', async () => {
	skewMs = -3 * DAY_MS;
	book('before', now - 2 * DAY_MS);
	const poller = new PollHarness();
	await poller.activate();
	book('a');
	await poller.tick();
	// What n8n has not saved yet by the end would come once more, to be looked for first.
	await poller.activate();
	skewMs = 0;
	poller.restart();
	now += MINUTE_MS;
	book('b');
	await poller.activate();
	expect(ids(poller)).toEqual(['a', 'b']);
});

it('what Catch up may have handled already is looked for first', async () => {
	const poller = new PollHarness();
	await poller.activate();
	book('fresh', now + 19 * MINUTE_MS);
	book('half-an-hour-old', now + MINUTE_MS);
	now += 30 * MINUTE_MS;
	await poller.tick();
	expect(poller.delivered).toMatchObject([
		{ id: 'half-an-hour-old', lookFirst: true },
		{ id: 'fresh', lookFirst: false },
	]);
});

it('three weeks offline are caught up in parts, each event once and in order', async () => {
	const poller = new PollHarness();
	poller.budgetMs = 30_000;
	await poller.activate();
	poller.restart();
	const booked = Array.from({ length: 21 * 4 }, (_, index) => {
		now += DAY_MS / 4;
		const id = `v-${String(index).padStart(2, '0')}`;
		book(id);
		return id;
	});
	// Each question takes so long that no poll can read more than a few days.
	practice.now = () => new Date((now += 3_000));
	let polls = 0;
	while (ids(poller).length < booked.length && polls < 30) {
		await poller.tick();
		polls += 1;
	}
	await poller.tick();
	expect(ids(poller)).toEqual(booked);
	expect(polls).toBeGreaterThan(2);
});
