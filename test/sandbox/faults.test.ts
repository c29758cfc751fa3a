import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultAction, Sandbox } from '../../sandbox';
import { crmClient, ids, modMedClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
let call: ReturnType<typeof crmClient>;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
	call = crmClient(sandbox);
});
afterEach(async () => {
	await sandbox.stop();
});

const testa = () => sandbox.location.contactNamed('Testa Sample').id;
const note = async () => await call('POST', `/contacts/${testa()}/notes`, { body: 'x' });
const onNotes = (action: FaultAction) =>
	sandbox.faults.add({ service: 'crm', method: 'POST', path: '/contacts/*/notes', action });

describe('faults', () => {
	it('answer a status a number of times, after letting some pass', async () => {
		sandbox.faults.add({
			service: 'crm',
			path: '*/notes',
			skip: 1,
			times: 2,
			action: { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' },
		});
		const statuses = [];
		for (let round = 0; round < 4; round += 1) statuses.push((await note()).status);
		expect(statuses).toEqual([201, 502, 502, 201]);
		expect(sandbox.location.notes(testa())).toHaveLength(2);
	});

	it('answer every third request with a status', async () => {
		const action = { kind: 'status', status: 429 } as const;
		sandbox.faults.add({ service: 'crm', path: '*/notes', every: 3, times: 0, action });
		const statuses = [];
		for (let round = 0; round < 6; round += 1) statuses.push((await note()).status);
		expect(statuses).toEqual([201, 201, 429, 201, 201, 429]);
	});

	it.each([
		[{ kind: 'loseAnswer' }, 1],
		[{ kind: 'cut' }, 1],
		[{ kind: 'refuse' }, 0],
	] as Array<[FaultAction, number]>)('%j', async (action, written) => {
		onNotes(action);
		await expect(note()).rejects.toThrow();
		expect(sandbox.location.notes(testa())).toHaveLength(written);
		expect((await note()).status).toBe(201);
	});

	it('write although they answer an error', async () => {
		onNotes({ kind: 'status', status: 422, afterHandling: true });
		expect((await note()).status).toBe(422);
		expect(sandbox.location.notes(testa())).toHaveLength(1);
	});

	it.each([502, 504, 500, 408, 422])('answer %d at once and write later', async (status) => {
		onNotes({ kind: 'commitsLate', status, ms: 60_000 });
		expect((await note()).status).toBe(status);
		sandbox.clock.advance(59_000);
		expect(sandbox.location.notes(testa())).toEqual([]);
		sandbox.clock.advance(1_000);
		expect(sandbox.location.notes(testa())).toHaveLength(1);
		const [entry] = sandbox.journal.entries({ path: '/notes' });
		expect(entry).toMatchObject({ status, committed: 201, fault: 'commitsLate' });
	});

	it('break the connection and write later, without anybody moving the clock', async () => {
		onNotes({ kind: 'commitsLate', ms: 50 });
		await expect(note()).rejects.toThrow();
		expect(sandbox.location.notes(testa())).toEqual([]);
		const written = new Promise<void>((resolve) => sandbox.clock.after(50, resolve));
		await written;
		expect(sandbox.location.notes(testa())).toHaveLength(1);
	});

	it('create a patient late, unless the sandbox is reset before', async () => {
		const modMed = await modMedClient(sandbox);
		const before = sandbox.practice.patients().length;
		const created = {
			resourceType: 'Patient',
			name: [{ use: 'official', family: 'Late', given: ['Lia'] }],
			gender: 'female',
			birthDate: '1990-01-02',
			telecom: [
				{ system: 'phone', value: '5615550199', use: 'home', rank: 1 },
				{ system: 'email', value: 'lia.late@example.com' },
			],
		};
		for (const reset of [false, true]) {
			const action = { kind: 'commitsLate', status: 504, ms: 120_000 } as const;
			sandbox.faults.add({ service: 'modmed', method: 'POST', action });
			expect((await modMed('POST', 'Patient', created)).status).toBe(504);
			if (reset) sandbox.reset();
			sandbox.clock.advance(120_000);
			expect(sandbox.practice.patients().length).toBe(reset ? before : before + 1);
		}
	});

	it('hang until the caller gives up', async () => {
		sandbox.faults.add({ service: 'crm', action: { kind: 'hang' } });
		const url = `${sandbox.crm.url}/contacts/${testa()}`;
		await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
	});

	it('break the JSON of an answer', async () => {
		onNotes({ kind: 'malformedJson' });
		const { status, text } = await note();
		expect(status).toBe(201);
		expect(() => JSON.parse(text)).toThrow();
	});

	it('repeat a page and lead astray', async () => {
		const get = await modMedClient(sandbox);
		const path = 'Appointment?_count=2';
		const first = await get('GET', path);
		sandbox.faults.add({
			service: 'modmed',
			path: '*page=2*',
			action: { kind: 'repeatPage' },
		});
		expect(ids(await get('GET', `${path}&page=2`))).toEqual(ids(first));
		expect(ids(await get('GET', `${path}&page=2`))).not.toEqual(ids(first));
		const origin = 'http://evil.example';
		sandbox.faults.add({ service: 'modmed', action: { kind: 'foreignNext', origin } });
		const { body } = await get('GET', path);
		expect(String(body.link?.[1]?.url).startsWith(`${origin}/ema-dev/`)).toBe(true);
	});

	it('let something happen while pages are read', async () => {
		const get = await modMedClient(sandbox);
		const run = () => sandbox.practice.touch(sandbox.practice.appointments()[0]?.id ?? '');
		sandbox.faults.add({ service: 'modmed', action: { kind: 'run', run } });
		const found = await get('GET', 'Appointment?_lastUpdated=eq2026-03-10');
		expect(found.body.total).toBe(1);
	});
});

describe('the journal', () => {
	it('keeps requests in order, and of secrets the last four characters', async () => {
		await modMedClient(sandbox);
		await note();
		const [login, write] = sandbox.journal.entries();
		expect(login).toMatchObject({ service: 'modmed', method: 'POST', status: 200 });
		expect(login?.body).toMatchObject({ password: '…rd-1' });
		expect(write).toMatchObject({ service: 'crm', status: 201, body: { body: 'x' } });
		expect(write?.headers.authorization).toBe('…0001');
		expect(sandbox.journal.count({ service: 'crm', path: '/notes' })).toBe(1);
		expect(JSON.stringify(sandbox.journal.entries())).not.toContain(sandbox.crm.token);
		sandbox.journal.clear();
		expect(sandbox.journal.entries()).toEqual([]);
	});
});
