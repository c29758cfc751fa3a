import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { seed, type FaultAction } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { ForeignServer } from '../support/foreignServer';
import {
	aLaterPoll,
	fillPages,
	inStep,
	notesAbout,
	outOfStep,
	tally,
	visit,
} from './support/visitors';
import { withTestbed } from './support/withTestbed';

const CATCH_UP = 'modmedCatchUpSyn';
const HOUR_MS = 3_600_000;
const SEARCH = '*/Appointment?_lastUpdated*';
const html = '<html><body><h1>Scheduled maintenance</h1></body></html>';

describe('While ModMed misbehaves', () => {
	// The catch-up is run by hand, so that its own hour strikes in no scenario.
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '07'] });
	const trap = new ForeignServer();

	const ledger = async () => await testbed().n8n.records.dataTable('ModMed sync ledger');
	const why = async () => `${JSON.stringify(await ledger())}\n${testbed().n8n.logTail()}`;
	const rowOf = async (resource: string): Promise<IDataObject | undefined> =>
		(await ledger()).find((row) => row.resource === resource);
	const arrived = async (visitors: Array<ReturnType<typeof visit>>) =>
		await inStep(testbed().sandbox, visitors, { otherwise: why });
	const say = (what: string, figures: string) => console.log(`ModMed: ${what}: ${figures}`);
	const told = async (words: string) =>
		await waitUntil(
			async () =>
				(await ledger()).find(
					({ outcome, reason }) => outcome === 'failing' && String(reason).includes(words),
				),
			{ for: `"${words}" to be told`, within: 120_000, otherwise: why },
		);
	const fault = (path: string, action: FaultAction, more = {}) =>
		testbed().sandbox.faults.add({ service: 'modmed', path, action, ...more });
	const faultsAreOver = async () =>
		await waitUntil(() => testbed().sandbox.faults.active().length === 0, {
			for: 'every fault to have happened',
			within: 240_000,
			otherwise: () => JSON.stringify(testbed().sandbox.faults.active()),
		});

	beforeAll(async () => {
		await trap.start();
		await aLaterPoll(testbed().sandbox);
	}, 240_000);
	afterEach(() => testbed().sandbox.faults.clear());
	afterAll(async () => await trap.stop());

	it('gets over every answer that is none', async () => {
		const { sandbox } = testbed();
		const { faults } = sandbox;
		// A provider whose name nobody has read yet.
		const visitors = Array.from({ length: 4 }, () => visit(sandbox, { provider: 'injector' }));
		const answers: FaultAction[] = [
			{ kind: 'cut' },
			{ kind: 'status', status: 429 },
			{ kind: 'malformedJson' },
			{ kind: 'status', status: 503, body: html },
			{ kind: 'refuse' },
			{ kind: 'status', status: 200, body: html },
			{ kind: 'loseAnswer' },
			{ kind: 'status', status: 429, headers: { 'retry-after': '3' } },
		];
		answers.forEach((action) => fault(SEARCH, action));
		fault('*/Patient/*', { kind: 'malformedJson' });
		fault('*/Appointment?patient=*', { kind: 'cut' });
		fault('*/Practitioner/*', { kind: 'status', status: 500 });
		await faultsAreOver();
		await arrived(visitors);
		expect(faults.active()).toEqual([]);
		say('answers that are none', `${answers.length + 3} faults, ${tally(sandbox, visitors)}`);
	}, 400_000);

	it('comes nowhere near another address, and says so', async () => {
		const { sandbox, n8n } = testbed();
		const { origin, port } = new URL(sandbox.modMed.url);
		const own = sandbox.modMed.url.slice(origin.length);
		const elsewhere = [
			`http://${trap.host}`,
			`https://${trap.host}`,
			`//${trap.host}`,
			`http://user:secret@${trap.host}`,
			`http://${trap.host}#@127.0.0.1:${port}`,
			`https://127.0.0.1:${port}`,
			`${origin}${own.replace('/sandbox/', '/elsewhere/')}`,
		];
		const redirect = { location: `http://${trap.host}${own}/fhir/v2/Appointment` };
		const faults: FaultAction[] = [
			...elsewhere.map((address): FaultAction => ({ kind: 'foreignNext', origin: address })),
			...[301, 302, 307, 308].map((status): FaultAction => ({
				kind: 'status',
				status,
				headers: redirect,
			})),
		];
		const visitors = [visit(sandbox), visit(sandbox)];
		fault(SEARCH, { kind: 'foreignNext', origin: `http://${trap.host}` });
		await told("not at the practice's own address");
		faults.forEach((action) => fault(SEARCH, action));
		// The same node with the same credential as in the trigger, as often as needed.
		for (let run = 0; run < faults.length && sandbox.faults.active().length > 0; run++) {
			await n8n.records.runByHand(CATCH_UP, 'By hand');
		}
		await faultsAreOver();
		const { appointmentId } = visit(sandbox);
		const reference = `http://${trap.host}/ema/fhir/v2/Patient/${visitors[0]?.patientId}`;
		sandbox.practice.change(appointmentId, { participant: [{ actor: { reference } }] });
		await told(`Appointment ${appointmentId} of ModMed cannot be read`);
		await arrived(visitors);
		expect(trap.received).toEqual([]);
		say('other addresses', `${faults.length + 2} tries, ${trap.received.length} requests there`);
	}, 400_000);

	it('loses nothing while pages change under its hands and the token ends', async () => {
		const { sandbox } = testbed();
		sandbox.unknowns.modMed.set('resultOrder', 'oldestChangeFirst');
		const blocks = fillPages(sandbox, 60);
		const before = Array.from({ length: 3 }, () => visit(sandbox));
		const after = new Set<ReturnType<typeof visit>>();
		const secondPage = `${SEARCH}page=2*`;
		fault(secondPage, { kind: 'run', run: () => sandbox.modMed.tokens.expireAll() });
		fault(secondPage, {
			kind: 'run',
			run: () => {
				// What stood on the second page moves to the first one, which has been read.
				for (const block of blocks.slice(0, 30)) sandbox.practice.remove('Appointment', block);
				after.add(visit(sandbox));
			},
		});
		fault(secondPage, { kind: 'repeatPage' });
		await faultsAreOver();
		await arrived([...before, ...after]);
		sandbox.unknowns.modMed.set('resultOrder', 'shuffled');
		say('moving pages', tally(sandbox, [...before, ...after]));
		expect(after.size).toBe(1);
	}, 300_000);

	it('makes nothing of a history nobody asked for', async () => {
		const { sandbox } = testbed();
		const past = Array.from({ length: 40 }, () => visit(sandbox, { agoMs: 400 * 24 * HOUR_MS }));
		const ignored = { kind: 'ignoreQuery', names: ['_lastUpdated', 'patient', 'date'] } as const;
		fault('*/Appointment?*', ignored, { times: 0 });
		const visitors = [visit(sandbox), visit(sandbox)];
		await arrived(visitors);
		sandbox.faults.clear();
		await aLaterPoll(sandbox);
		expect(past.flatMap((one) => sandbox.location.notes(one.contactId))).toEqual([]);
		say('all of history', `${tally(sandbox, visitors)}, 0 notes for ${past.length} old visits`);
	}, 300_000);

	it('names what it cannot read, and the permission that is missing', async () => {
		const { sandbox, n8n } = testbed();
		const { access } = sandbox.modMed;
		access.revoke('prac_r', 'loc_r');
		const good = visit(sandbox);
		const nameless = visit(sandbox, { provider: 'laser', location: 'medSpa' });
		const bad = visit(sandbox);
		sandbox.practice.change(bad.appointmentId, { status: null });
		await told(`Appointment ${bad.appointmentId} of ModMed cannot be read`);
		await arrived([good, nameless]);
		const row = async (one: typeof good) => await rowOf(`Appointment/${one.appointmentId}`);
		await waitUntil(async () => (await row(nameless))?.outcome === 'synced', {
			for: 'the ledger',
			within: 60_000,
		});
		const reason = String((await row(nameless))?.reason);
		expect(reason).toContain('acl/prac_r');
		expect(reason).toContain('acl/loc_r');
		const fields = sandbox.location.fields(nameless.contactId);
		expect(fields['ModMed Provider']).toBe(seed.PROVIDERS.laser.id);

		access.revoke('pat_r');
		const faceless = visit(sandbox, { agoMs: 2 * HOUR_MS });
		await waitUntil(async () => (await row(faceless))?.outcome === 'waiting', {
			for: 'the patient to wait',
			within: 120_000,
			otherwise: why,
		});
		expect(String((await row(faceless))?.reason)).toContain('acl/pat_r');
		expect(notesAbout(sandbox, faceless)).toEqual([]);
		access.grant('prac_r', 'loc_r', 'pat_r');
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		await arrived([faceless]);
		expect((await row(faceless))?.outcome).toBe('synced');

		access.revoke('appmt_s');
		await told('does not allow this login to search Appointment');
		const late = visit(sandbox);
		access.grant('appmt_s');
		await arrived([late]);
		say('permissions', tally(sandbox, [good, nameless, faceless, late]));
	}, 500_000);

	it('finds what becomes visible late, each by the means made for it', async () => {
		const { sandbox, n8n } = testbed();
		const table = await n8n.records.dataTableOf('ModMed sync ledger');
		const goLive = new Date(Date.now() - 30 * 24 * HOUR_MS).toISOString();
		// As at a practice that has been in step for a month.
		await n8n.rest('POST', `${table}/insert`, {
			data: [{ resource: 'Appointment/0', outcome: 'synced', changedAt: goLive }],
			returnType: 'count',
		});
		const [hours, days, weeks] = [20, 60, 240].map((ago) =>
			visit(sandbox, { agoMs: ago * HOUR_MS }),
		);
		if (!hours || !days || !weeks) throw new Error('Three were made');
		await arrived([hours]);
		await aLaterPoll(sandbox);
		expect([days, weeks].flatMap((one) => notesAbout(sandbox, one))).toEqual([]);
		await n8n.records.runByHand(CATCH_UP, 'Every hour');
		await arrived([days]);
		expect(notesAbout(sandbox, weeks)).toEqual([]);
		await n8n.records.runByHand(CATCH_UP, 'By hand');
		await arrived([weeks]);
		say('late by 20 hours, 60 hours, 10 days', tally(sandbox, [hours, days, weeks]));
	}, 400_000);

	it('follows what is taken back, deleted, merged or moved to somebody else', async () => {
		const { sandbox } = testbed();
		const { practice } = sandbox;
		const inError = visit(sandbox);
		const flipped = visit(sandbox);
		const moved = visit(sandbox);
		const heir = visit(sandbox);
		await arrived([inError, flipped, moved, heir]);

		practice.setStatus(inError.appointmentId, 'entered-in-error' as never);
		practice.setStatus(flipped.appointmentId, 'cancelled');
		const ofHeir = practice.appointments().find(({ id }) => id === heir.appointmentId);
		practice.change(moved.appointmentId, { participant: ofHeir?.participant ?? [] });
		const merged = visit(sandbox, { isKnown: true });
		practice.remove('Patient', merged.patientId);
		const gone = visit(sandbox);
		practice.remove('Patient', gone.patientId);
		const deleted = visit(sandbox);
		fault(`*/Appointment/${deleted.appointmentId}`, {
			kind: 'run',
			run: () => void practice.remove('Appointment', deleted.appointmentId),
		});

		const taken = { notes: 2, hasNextVisit: false, tags: [] };
		await inStep(sandbox, [inError], {
			wanted: { ...taken, status: 'entered-in-error' },
			otherwise: why,
		});
		await inStep(sandbox, [flipped], {
			wanted: {
				...taken,
				status: 'Cancelled',
				stage: 'Cancelled / No-Show',
				tags: ['cancel/no-show'],
			},
			otherwise: why,
		});
		practice.setStatus(flipped.appointmentId, 'booked');
		await inStep(sandbox, [flipped], { wanted: { notes: 3 }, otherwise: why });
		await arrived([merged]);
		const waits = async (one: typeof gone) =>
			await waitUntil(
				async () => {
					const row = await rowOf(`Appointment/${one.appointmentId}`);
					return row?.outcome === 'waiting' ? String(row.reason) : false;
				},
				{ for: `${one.name} to wait`, within: 120_000, otherwise: why },
			);
		expect(await waits(gone)).toContain('merged or deleted');
		expect(await waits(deleted)).toContain('ModMed has no Appointment with this ID');
		await waitUntil(() => sandbox.location.notes(heir.contactId).length === 2, {
			for: 'the visit to be noted with the one it was moved to',
			within: 120_000,
			otherwise: why,
		});
		expect(sandbox.location.notes(moved.contactId)).toHaveLength(1);
		say('changes of heart', `${tally(sandbox, [inError], { notes: 2 })}; 2 wait with their reason`);
	}, 400_000);

	it('is told of a revoked key once in a while, and heals when it is granted again', async () => {
		const { sandbox } = testbed();
		const { journal, modMed } = sandbox;
		sandbox.modMed.access.apiKeyActive = false;
		journal.clear();
		const visitor = visit(sandbox);
		await told("did not accept the 'API Key'");
		const searches = () => journal.count({ service: 'modmed', path: '/Appointment' });
		await waitUntil(() => searches() >= 3, { for: 'three polls', within: 180_000 });
		const logins = journal.count({ service: 'modmed', path: '/oauth2/grant' });
		const polls = searches();
		expect(logins).toBeLessThan(polls);
		expect(notesAbout(sandbox, visitor)).toEqual([]);
		modMed.access.apiKeyActive = true;
		await arrived([visitor]);
		const rows = (await ledger()).filter(
			({ outcome, reason }) =>
				outcome === 'failing' && String(reason).includes("did not accept the 'API Key'"),
		);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(await ledger())).not.toMatch(/Testa|Vis[a-j]|example\.com|sandbox-/);
		expect(outOfStep(sandbox, visitor)).toEqual([]);
		const elsewhere = { location: `http://${trap.host}/ema/ws/oauth2/grant` };
		fault('*/ws/oauth2/grant', { kind: 'status', status: 307, headers: elsewhere });
		modMed.tokens.expireAll();
		await told('answered the login with status 307');
		expect(trap.received).toEqual([]);
		say('key revoked', `${polls} polls, ${logins} logins, ${tally(sandbox, [visitor])}`);
	}, 400_000);
});
