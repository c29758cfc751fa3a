import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import type { PollHarness } from '../../support/pollHarness';
import { BigLocation } from './support/bigLocation';

/** `BIG_LOCATION=150000 npx jest bigLocation` takes minutes. */
const CONTACTS = Number(process.env.BIG_LOCATION ?? 25_000);
const PAGES = CONTACTS / 500;

let location: BigLocation;
beforeAll(async () => {
	location = new BigLocation(CONTACTS);
	await location.start();
});
beforeEach(() => {
	resetProcessMemory();
	location.latencyMs = 0;
});
afterAll(() => location.stop());

const told = (poller: PollHarness) =>
	poller.delivered.map(({ id, reasons }: IDataObject) => ({ id, reasons }));

/** Polls until all contacts were listed once more. */
async function listAll(poller: PollHarness): Promise<number> {
	const before = location.searches;
	let polls = 0;
	while (location.searches - before < PAGES + 1) {
		await poller.tick();
		polls += 1;
	}
	return polls;
}

it(`watches ${CONTACTS} contacts over several polls: no event is lost, none comes twice`, async () => {
	location.latencyMs = 60;
	const poller = location.poller();
	// About half of it is for reading, and so for half of the pages.
	poller.budgetMs = PAGES * location.latencyMs;
	await poller.activate();
	const during = location.enter(CONTACTS - 1, '1999-09-09');
	expect(await listAll(poller)).toBeGreaterThan(1);
	expect(told(poller)).toEqual([{ id: during, reasons: ['set'] }]);

	const changed = location.enter(CONTACTS - 400, '1988-08-08');
	await poller.tick();
	expect(told(poller)).toContainEqual({ id: changed, reasons: ['changed'] });
	const emptied = location.enter(Math.floor(CONTACTS / 2), '');
	await listAll(poller);
	await listAll(poller);
	expect(told(poller)).toHaveLength(3);
	expect(told(poller)[2]).toEqual({ id: emptied, reasons: ['emptied'] });
	const size = JSON.stringify(poller.saved).length;
	expect(size / CONTACTS).toBeLessThan(27);
	const heapMb = Math.round(process.memoryUsage().heapUsed / 1_000_000);
	console.log(`${CONTACTS} contacts: ${size} bytes are saved, ${heapMb} MB of heap in all`);
}, 900_000);

it('saves nothing where nothing has changed', async () => {
	const poller = location.poller();
	await poller.activate();
	await poller.tick();
	expect(poller.isSaveDue).toBe(false);
	location.enter(3, '1933-03-03');
	await poller.tick();
	expect(poller.isSaveDue).toBe(true);
}, 900_000);

it('delivers what changed lately, and no storm, after the token was replaced', async () => {
	const poller = location.poller();
	await poller.activate();
	await poller.tick();
	const meanwhile = location.enter(7, '1977-07-07');
	poller.enter(location.credential('another token'));
	await poller.tick();
	await poller.tick();
	const lately = location.people.filter(({ updatedAt }) => updatedAt > 0);
	expect(told(poller)).toContainEqual({ id: meanwhile, reasons: ['changed'] });
	expect(told(poller).length).toBeLessThanOrEqual(lately.length);
	const before = told(poller).length;
	const after = location.enter(8, '1978-08-08');
	await poller.tick();
	expect(told(poller).slice(before)).toEqual([{ id: after, reasons: ['changed'] }]);
}, 900_000);

it('ends each poll within its budget while the CRM drips, and works afterwards', async () => {
	const poller = location.poller();
	await poller.activate();
	location.drips = true;
	poller.budgetMs = 1_000;
	for (let poll = 0; poll < 2; poll += 1) {
		const startedAt = Date.now();
		await poller.tick();
		expect(Date.now() - startedAt).toBeLessThan(1_000 + 5_000);
	}
	expect(poller.errors.length).toBeGreaterThan(0);
	location.drips = false;
	poller.budgetMs = 300_000;
	const id = location.enter(5, '1955-05-05');
	await poller.tick();
	expect(told(poller)).toEqual([{ id, reasons: ['changed'] }]);
}, 900_000);
