import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { NodeApiError } from 'n8n-workflow';

import { seed, startSandbox, type Sandbox } from '../../../../sandbox';
import { credentialOf } from '../support/crmSandbox';
import { crmPoller, TAG_ADDED } from '../support/crmPoller';
import { refusalOf } from '../support/refusalOf';
import { runCrm, runOne } from '../support/runCrm';

describe('against the sandbox', () => {
	let sandbox: Sandbox;
	let contactId: string;
	beforeEach(async () => {
		sandbox = await startSandbox();
		contactId = sandbox.location.contactNamed('Testa Sample').id;
	});
	afterEach(async () => await sandbox.stop());

	const notes = async (credential = credentialOf(sandbox)) =>
		await runCrm(
			{ resource: 'note', operation: 'getAll', contactId, returnAll: true },
			{ credential },
		);
	const add = async () =>
		await runOne(
			{ resource: 'note', operation: 'add', contactId, body: 'Hello', eventKey: 'Appointment/1#a' },
			{ credential: credentialOf(sandbox) },
		);
	const answer = (status: number, more: object = {}, times = 1) =>
		sandbox.faults.add({ service: 'crm', times, action: { kind: 'status', status, ...more } });

	test.each(['present', 'absent'] as const)(
		'a backlog drains without a 429, headers %s',
		async (headers) => {
			sandbox.unknowns.crm.set('rateLimitHeaders', headers);
			const [max, intervalMs, amount] = headers === 'present' ? [20, 500, 70] : [100, 10_000, 75];
			sandbox.crm.settings.burst = { max, intervalMs };
			const ids = sandbox.location.contacts().map(({ id }) => ({ id }));
			const items = Array.from({ length: amount }, (_, index) => ids[index % ids.length]!);
			await runCrm(
				{ resource: 'note', operation: 'add', contactId: '={{ $json.id }}', body: 'Hello' },
				{ credential: credentialOf(sandbox), items },
			);
			expect(sandbox.journal.count({ service: 'crm' })).toBe(amount);
			expect(sandbox.journal.count({ service: 'crm', status: 429 })).toBe(0);
		},
	);

	test('a 429 is waited for and the write sent once more', async () => {
		answer(429, { headers: { 'x-ratelimit-interval-milliseconds': '50' } }, 2);
		await add();
		expect(sandbox.location.notes(contactId)).toHaveLength(1);
		expect(sandbox.journal.count({ method: 'POST' })).toBe(3);
	});

	test('a 429 that does not end is given up in plain words, and may be tried again later', async () => {
		answer(429, {}, 0);
		const poller = crmPoller(sandbox, TAG_ADDED);
		poller.budgetMs = 2_000;
		await poller.activate();
		const [refusal] = poller.errors as NodeApiError[];
		expect(refusal?.message).toContain('rate limit was still exceeded');
		expect(refusal?.context.transient).toBe(true);
	});

	test('every write and read gets through while a third of all answers is a 429', async () => {
		const action = { kind: 'status', status: 429 } as const;
		sandbox.faults.add({ service: 'crm', times: 0, every: 3, action });
		const items = Array.from({ length: 15 }, () => ({ id: contactId }));
		await runCrm(
			{ resource: 'note', operation: 'add', contactId: '={{ $json.id }}', body: 'Hello' },
			{ credential: credentialOf(sandbox), items },
		);
		expect(sandbox.location.notes(contactId)).toHaveLength(15);
	});

	test("when today's requests are used up nothing more is sent", async () => {
		answer(429, { headers: { 'x-ratelimit-daily-remaining': '0' } });
		expect((await refusalOf(add())).message).toContain('used up');
		expect((await refusalOf(add())).message).toContain('used up');
		expect(sandbox.journal.count({ service: 'crm' })).toBe(1);
	});

	test('a read is tried three times, a write that may have happened is not', async () => {
		answer(503, {}, 2);
		await notes();
		expect(sandbox.journal.count({ method: 'GET' })).toBe(3);
		answer(503, {}, 9);
		const refusal = await refusalOf(add());
		expect(refusal).toMatchObject({ httpCode: '503', context: { transient: true } });
		expect(sandbox.journal.count({ method: 'POST' })).toBe(1);
	});

	test('tells a wrong token, a missing permission and a wrong location apart', async () => {
		const credential = credentialOf(sandbox);
		const token = await refusalOf(notes({ ...credential, privateIntegrationToken: 'pit-other' }));
		expect(token.message).toBe('The CRM did not accept the token');
		sandbox.crm.settings.revoke('contacts.readonly');
		const scope = await refusalOf(notes());
		expect(scope.message).toContain('lacks the permission');
		expect(scope.description).toContain("'contacts.readonly'");
		const location = await refusalOf(
			runOne(
				{ resource: 'opportunity', operation: 'find', contactId, pipeline: 'A', stage: 'B' },
				{ credential: { ...credential, locationId: 'another' } },
			),
		);
		expect(location.message).toContain("'Location ID'");
		for (const refusal of [token, scope, location]) {
			expect(refusal.context.transient).toBe(false);
			expect(`${refusal.message} ${refusal.description}`).not.toMatch(
				/error|problem|failure|pit-/i,
			);
		}
		expect((await refusalOf(notes({ ...credential, locationId: ' ' }))).message).toContain(
			"'Location ID'",
		);
	});

	test('a 422 names the property and never a value', async () => {
		answer(422, {
			body: {
				message: [
					'body must be a string: jane@secret',
					'Secretly must be unique',
					'property Secretly should not exist',
					'body.Secretly is too long',
				],
				traceId: 'for Jane Secretly',
				meta: { contactId: 'Jane Secretly' },
			},
		});
		const refusal = await refusalOf(add());
		expect(refusal.message).toContain("'body' of");
		const told = JSON.stringify([refusal.message, refusal.description, refusal]);
		expect(told).not.toMatch(/secret/i);
	});

	test('names are read once and shared by items at the same time', async () => {
		const { surgical } = seed.PIPELINES;
		const items = [1, 2, 3, 4].map(() => ({}));
		await runCrm(
			{
				resource: 'opportunity',
				operation: 'find',
				contactId: '={{ $itemIndex }}',
				pipeline: surgical.name,
				stage: surgical.stages[0],
			},
			{ credential: credentialOf(sandbox), items, continueOnFail: true },
		);
		expect(sandbox.journal.count({ path: '/opportunities/pipelines' })).toBe(1);
	});

	test('a run that n8n has ended sends nothing more', async () => {
		const run = new AbortController();
		sandbox.faults.add({ service: 'crm', times: 0, action: { kind: 'delay', ms: 200 } });
		const items = Array.from({ length: 12 }, () => ({ id: contactId }));
		const running = runCrm(
			{ resource: 'tag', operation: 'add', contactId: '={{ $itemIndex }}', tags: ['Patient'] },
			{ credential: credentialOf(sandbox), items, continueOnFail: true, signal: run.signal },
		);
		await pause(100);
		run.abort();
		const sent = sandbox.journal.count({ service: 'crm' });
		await running;
		expect(sandbox.journal.count({ service: 'crm' })).toBe(sent);
	});

	test('what an ended run was reading for another run, that one is told to read later', async () => {
		const { surgical } = seed.PIPELINES;
		const find = async (signal?: AbortSignal) =>
			await runOne(
				{
					resource: 'opportunity',
					operation: 'find',
					contactId,
					pipeline: surgical.name,
					stage: surgical.stages[0],
				},
				{ credential: credentialOf(sandbox), continueOnFail: true, signal },
			);
		const ended = new AbortController();
		sandbox.faults.add({ service: 'crm', action: { kind: 'delay', ms: 200 } });
		const runs = [find(ended.signal), find()];
		await pause(100);
		ended.abort();
		const [, other] = await Promise.all(runs);
		expect(sandbox.journal.count({ service: 'crm' })).toBe(1);
		expect(other).toMatchObject({ details: { transient: true } });
	});
});

describe('without the CRM', () => {
	let server: Server;
	afterEach(() => {
		server.close();
	});

	test('nothing listens: said with the label of the setting', async () => {
		server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		const refusal = await refusalOf(
			runCrm(
				{ resource: 'note', operation: 'add', contactId: 'c', body: 'Hello' },
				{
					credential: {
						privateIntegrationToken: 'x',
						locationId: 'l',
						baseUrl: `http://127.0.0.1:${port}`,
					},
				},
			),
		);
		expect(refusal.message).toContain('could not be reached');
		expect(refusal.description).toContain("'Base URL'");
		expect(refusal.context.transient).toBe(true);
	});
});
