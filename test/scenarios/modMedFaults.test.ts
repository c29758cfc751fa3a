import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import type { Fault, Sandbox } from '../../sandbox';
import { seed, startSandbox } from '../../sandbox';
import { PollHarness } from '../support/pollHarness';
import { sandboxCredential } from '../support/sandboxCredential';

const HOUR_MS = 3_600_000;
const PAGE = 50;

let sandbox: Sandbox;
let poller: PollHarness;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox({ seed: 'empty' });
	sandbox.unknowns.modMed.set('resultOrder', 'oldestChangeFirst');
	poller = new PollHarness({}, sandboxCredential(sandbox));
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.stop();
});

/** An appointment somebody made so long ago, by ModMed's clock. */
function book(agoMs = 0): string {
	sandbox.clock.advance(-agoMs);
	const { id } = sandbox.practice.book({
		patientId: sandbox.practice.addPatient({
			firstName: 'Testa',
			lastName: 'Sample',
			birthDate: '1985-04-12',
		}).id,
		practitionerId: seed.PROVIDERS.surgeon.id,
		locationId: seed.LOCATIONS.clinic.id,
		typeCode: seed.TYPES.surgicalConsult.code,
		start: new Date(Date.now() + 86_400_000),
	});
	sandbox.clock.advance(agoMs);
	return id;
}

const bookMany = (count: number, agoMs = 0) => Array.from({ length: count }, () => book(agoMs));
const ids = () => poller.delivered.map(({ id }) => id);
const fault = (path: string, action: Fault['action'], more: Partial<Fault> = {}) =>
	sandbox.faults.add({ service: 'modmed', path, action, ...more });
const page = (number: number) => `*/Appointment?*page=${number}`;

describe('what moves between pages while they are read', () => {
	it('from one yet to be read to one that was: is missed, and found by the next poll', async () => {
		await poller.activate();
		const first = bookMany(PAGE, 60_000);
		const second = bookMany(3, 30_000);
		fault(page(2), {
			kind: 'run',
			run: () => void sandbox.practice.remove('Appointment', first[0] ?? ''),
		});
		await poller.tick();
		expect(ids()).not.toContain(second[0]);
		expect(ids()).toEqual([...first, ...second.slice(1)]);
		await poller.tick();
		expect(ids().slice(-1)).toEqual([second[0]]);
		expect(new Set(ids()).size).toBe(ids().length);
	});

	it('because it changes: arrives in its last state, and each state once', async () => {
		await poller.activate();
		const [id = ''] = bookMany(PAGE + 1, 60_000);
		fault(page(2), { kind: 'run', run: () => void sandbox.practice.setStatus(id, 'booked') });
		await poller.tick();
		await poller.tick();
		await poller.tick();
		const own = poller.delivered.filter((event) => event.id === id);
		expect(own.map(({ reasons }) => reasons)).toEqual([['new'], ['status']]);
		expect(ids()).toHaveLength(PAGE + 2);
	});

	it('are all found, five hundred with the time of one second', async () => {
		await poller.activate();
		sandbox.clock.advance(-60_000);
		const now = sandbox.clock.now();
		jest.spyOn(sandbox.clock, 'now').mockReturnValue(now);
		const all = bookMany(500);
		jest.restoreAllMocks();
		sandbox.clock.advance(60_000);
		sandbox.unknowns.modMed.set('resultOrder', 'shuffled');
		for (let poll = 0; poll < 3; poll++) await poller.tick();
		expect([...ids()].sort()).toEqual([...all].sort());
		console.log(`ModMed: 500 events of one second on 10 pages: ${ids().length} delivered once`);
	}, 60_000);
});

describe('a page that cannot be had', () => {
	it.each([
		[{ kind: 'malformedJson' }, 'could not be read'],
		[{ kind: 'status', status: 200, body: '<html></html>' }, 'could not be read'],
		[{ kind: 'status', status: 500 }, 'unavailable'],
	] as const)(
		'does not keep back the pages before it (%j)',
		async (action, words) => {
			await poller.activate();
			const first = bookMany(PAGE, 60_000);
			const [last] = bookMany(1, 30_000);
			fault(page(2), action, { times: 0 });
			for (let poll = 0; poll < 4; poll++) await poller.tick();
			expect(ids()).toEqual(first);
			expect(poller.errors).toHaveLength(3);
			expect(poller.errors[0]?.message).toContain(words);
			sandbox.faults.clear();
			await poller.tick();
			expect(ids()).toEqual([...first, last]);
		},
		60_000,
	);

	it('with 403 delays everything: what was read could not be processed', async () => {
		await poller.activate();
		bookMany(PAGE + 1, 60_000);
		fault(page(2), {
			kind: 'run',
			run: () => {
				sandbox.modMed.access.apiKeyActive = false;
			},
		});
		await poller.tick();
		expect(ids()).toEqual([]);
		sandbox.modMed.access.apiKeyActive = true;
		resetProcessMemory('refusals');
		await poller.tick();
		expect(ids()).toHaveLength(PAGE + 1);
	});

	it('but that is another one does not spoil the first poll', async () => {
		bookMany(PAGE + 5, HOUR_MS);
		fault(page(2), { kind: 'repeatPage' });
		await poller.activate();
		await poller.tick();
		expect(ids()).toEqual([]);
	});
});

describe('a filter that ModMed ignores', () => {
	it('does not deliver the history', async () => {
		bookMany(30, 300 * 24 * HOUR_MS);
		await poller.activate();
		fault('*/Appointment?*', { kind: 'ignoreQuery', names: ['_lastUpdated'] }, { times: 0 });
		const id = book();
		await poller.tick();
		await poller.tick();
		expect(ids()).toEqual([id]);
	});
});

describe('what becomes visible later than it changed', () => {
	it('is delivered when it is a day late, and left to the catch-up when it is three', async () => {
		await poller.activate();
		const now = book();
		await poller.tick();
		const [minutes, day] = [book(3 * 60_000), book(23 * HOUR_MS)];
		book(72 * HOUR_MS);
		await poller.tick();
		await poller.tick();
		expect(ids()).toEqual([now, day, minutes]);
	});
});

describe("ModMed's clock", () => {
	it.each([-HOUR_MS, HOUR_MS])('may be wrong by %i ms', async (skew) => {
		sandbox.modMed.clockSkewMs = skew;
		const before = book(10 * 60_000);
		await poller.activate();
		const [id = ''] = [book()];
		await poller.tick();
		sandbox.clock.advance(2_000);
		sandbox.practice.setStatus(id, 'booked');
		await poller.tick();
		await poller.tick();
		expect(poller.delivered.map((event) => [event.id, event.reasons])).toEqual([
			[id, ['new']],
			[id, ['status']],
		]);
		expect(ids()).not.toContain(before);
	});
});

describe('a key that was revoked', () => {
	it('costs one call a poll and a login now and then, and is reported less and less often', async () => {
		await poller.activate();
		sandbox.modMed.access.apiKeyActive = false;
		const id = book();
		sandbox.journal.clear();
		let now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const polls = 64;
		for (let poll = 0; poll < polls; poll++) {
			now += 10_000;
			await poller.tick();
		}
		const logins = sandbox.journal.count({ path: '/oauth2/grant' });
		expect(sandbox.journal.count({ path: '/Appointment' })).toBe(polls);
		expect(logins).toBeLessThanOrEqual(polls / 3 + 1);
		expect(poller.errors).toHaveLength(7);
		for (const { message } of poller.errors) expect(message).toContain("'API Key'");
		sandbox.modMed.access.apiKeyActive = true;
		now += 40_000;
		await poller.tick();
		expect(ids()).toEqual([id]);
		console.log(`ModMed: key revoked for ${polls} polls: ${logins} logins, 7 alarms, 0 lost`);
	}, 60_000);
});

describe('an address that is wrong for a while', () => {
	it('loses nothing that happened before it was corrected', async () => {
		await poller.activate();
		const missed = book();
		const right = sandboxCredential(sandbox);
		for (const wrong of ['/firm/other/ema', '/firm/third/ema']) {
			poller.enter({ ...right, baseUrl: right.baseUrl.replace('/firm/sandbox/ema', wrong) });
			for (let poll = 0; poll < 2; poll++) await poller.tick();
		}
		const meanwhile = book();
		expect(poller.errors.length).toBeGreaterThan(0);
		poller.enter(right);
		await poller.tick();
		await poller.tick();
		expect([...ids()].sort()).toEqual([missed, meanwhile].sort());
	});

	it('is another practice once it could be read', async () => {
		await poller.activate();
		const other = await startSandbox({ seed: 'empty' });
		poller.enter(sandboxCredential(other));
		await poller.tick();
		expect(Object.keys(poller.state)).not.toContain('former');
		await other.stop();
	});
});

describe('a response that drips in', () => {
	it('ends with the time of the poll, and so do later ones', async () => {
		let ended = 0;
		const dripping = createServer((request, response) => {
			request.resume();
			response.writeHead(200, { 'content-type': 'application/json' });
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => {
				clearInterval(drip);
				ended += 1;
			});
		});
		await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
		const { port } = dripping.address() as AddressInfo;
		const baseUrl = `http://127.0.0.1:${port}/ema`;
		const credential = { ...sandboxCredential(sandbox), baseUrl, accessToken: 'token' };
		const patient = new PollHarness({}, credential);
		patient.budgetMs = 1_500;
		for (let poll = 0; poll < 2; poll++) {
			const started = Date.now();
			await patient.tick();
			expect(Date.now() - started).toBeLessThan(5_000);
		}
		expect(patient.errors.map(({ message }) => message)).toEqual([
			'ModMed could not be reached',
			'ModMed could not be reached',
		]);
		// The connection is given up, not only the waiting for it.
		expect(ended).toBeGreaterThanOrEqual(1);
		dripping.closeAllConnections();
		await new Promise((resolve) => dripping.close(resolve));
	}, 20_000);
});
