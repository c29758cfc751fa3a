import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seed, type FaultAction } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { ForeignServer } from '../support/foreignServer';
import type { BookedPatient } from './support/bookedPatients';
import {
	addBlocks,
	bookPatient,
	differencesOf,
	notesOf,
	summaryOf,
	untilInStep,
	untilLaterBookingIsSynced,
} from './support/bookedPatients';
import { insertLedgerRow, ledgerRows, untilFailureReported, untilOutcome } from './support/ledger';
import { NODES } from './support/templates';
import { withModMedFaults } from './support/withModMedFaults';
import { withTestbed } from './support/withTestbed';

const HOUR_MS = 3_600_000;
const SEARCH = '*/Appointment?_lastUpdated*';
const HTML = '<HTML><body><h1>Scheduled maintenance</h1></body></HTML>';

describe('While ModMed misbehaves', () => {
	// The hourly catch-up is not published, so that it does not run in the middle of a test.
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '07'] });
	const foreign = new ForeignServer();

	const {
		addFault,
		catchUp,
		otherwise,
		report,
		rowOf,
		untilFaultsAreUsedUp,
		untilSynced,
		untilWaiting,
	} = withModMedFaults(testbed);

	beforeAll(async () => {
		await foreign.start();
		await untilLaterBookingIsSynced(testbed().sandbox);
	}, 240_000);
	afterAll(async () => await foreign.stop());

	it('gets over every answer that is not a FHIR answer', async () => {
		const { sandbox } = testbed();
		// A provider whose name nobody has read yet.
		const patients = Array.from({ length: 4 }, () =>
			bookPatient(sandbox, { provider: 'injector' }),
		);
		const answers: FaultAction[] = [
			{ kind: 'cut' },
			{ kind: 'status', status: 429 },
			{ kind: 'malformedJson' },
			{ kind: 'status', status: 503, body: HTML },
			{ kind: 'refuse' },
			{ kind: 'status', status: 200, body: HTML },
			{ kind: 'loseAnswer' },
			{ kind: 'status', status: 429, headers: { 'retry-after': '3' } },
		];
		answers.forEach((action) => addFault(SEARCH, action));
		addFault('*/Patient/*', { kind: 'malformedJson' });
		addFault('*/Appointment?patient=*', { kind: 'cut' });
		addFault('*/Practitioner/*', { kind: 'status', status: 500 });
		await untilFaultsAreUsedUp();
		await untilSynced(patients);
		report('invalid answers', `${answers.length + 3} faults, ${summaryOf(sandbox, patients)}`);
	}, 400_000);

	it('sends nothing to another address, and reports why it stopped', async () => {
		const { sandbox } = testbed();
		const { origin, port } = new URL(sandbox.modMed.url);
		const own = sandbox.modMed.url.slice(origin.length);
		const foreignAddresses = [
			`http://${foreign.host}`,
			`https://${foreign.host}`,
			`//${foreign.host}`,
			`http://user:secret@${foreign.host}`,
			`http://${foreign.host}#@127.0.0.1:${port}`,
			`https://127.0.0.1:${port}`,
			`${origin}${own.replace('/sandbox/', '/elsewhere/')}`,
		];
		const redirect = { location: `http://${foreign.host}${own}/fhir/v2/Appointment` };
		const faults: FaultAction[] = [
			...foreignAddresses.map((address): FaultAction => ({ kind: 'foreignNext', origin: address })),
			...[301, 302, 307, 308].map((status): FaultAction => ({
				kind: 'status',
				status,
				headers: redirect,
			})),
		];
		const patients = [bookPatient(sandbox), bookPatient(sandbox)];
		addFault(SEARCH, { kind: 'foreignNext', origin: `http://${foreign.host}` });
		await untilFailureReported(testbed().n8n, "leads away from the practice's address");
		faults.forEach((action) => addFault(SEARCH, action));
		// The catch-up searches with the same credential as the trigger, and need not wait for a poll.
		for (let run = 0; run < faults.length && sandbox.faults.active().length > 0; run++) {
			await catchUp();
		}
		await untilFaultsAreUsedUp();
		const { appointmentId } = bookPatient(sandbox);
		const reference = `http://${foreign.host}/ema/fhir/v2/Patient/${patients[0]?.patientId}`;
		sandbox.practice.change(appointmentId, { participant: [{ actor: { reference } }] });
		await untilFailureReported(
			testbed().n8n,
			`Appointment ${appointmentId} from ModMed could not be read`,
		);
		await untilSynced(patients);
		expect(await foreign.receivedByNow()).toEqual([]);
		report('other addresses', `${faults.length + 2} tries, no request there`);
	}, 400_000);

	it('loses nothing while pages change during the search and the token expires', async () => {
		const { sandbox } = testbed();
		sandbox.unknowns.modMed.set('resultOrder', 'oldestChangeFirst');
		const blocks = addBlocks(sandbox, 60);
		const before = Array.from({ length: 3 }, () => bookPatient(sandbox));
		const after = new Set<BookedPatient>();
		const secondPage = `${SEARCH}page=2*`;
		addFault(secondPage, { kind: 'run', run: () => sandbox.modMed.tokens.expireAll() });
		addFault(secondPage, {
			kind: 'run',
			run: () => {
				// What was on the second page moves to the first one, which has been read already.
				for (const block of blocks.slice(0, 30)) sandbox.practice.remove('Appointment', block);
				after.add(bookPatient(sandbox));
			},
		});
		addFault(secondPage, { kind: 'repeatPage' });
		await untilFaultsAreUsedUp();
		await untilSynced([...before, ...after]);
		report('moving pages', summaryOf(sandbox, [...before, ...after]));
		expect(after.size).toBe(1);
	}, 300_000);

	it('writes no note for old appointments that it did not ask for', async () => {
		const { sandbox } = testbed();
		const past = Array.from({ length: 40 }, () =>
			bookPatient(sandbox, { agoMs: 400 * 24 * HOUR_MS }),
		);
		const ignored = { kind: 'ignoreQuery', names: ['_lastUpdated', 'patient', 'date'] } as const;
		addFault('*/Appointment?*', ignored, { times: 0 });
		const patients = [bookPatient(sandbox), bookPatient(sandbox)];
		await untilSynced(patients);
		sandbox.faults.clear();
		await untilLaterBookingIsSynced(sandbox);
		expect(past.flatMap((one) => sandbox.location.notes(one.contactId))).toEqual([]);
		report(
			'all of history',
			`${summaryOf(sandbox, patients)}, no note for ${past.length} old ones`,
		);
	}, 300_000);

	it('reports what it cannot read, and the missing permission by name', async () => {
		const { sandbox, n8n } = testbed();
		const { access } = sandbox.modMed;
		access.revoke('prac_r', 'loc_r');
		const good = bookPatient(sandbox);
		const nameless = bookPatient(sandbox, { provider: 'laser', location: 'medSpa' });
		const bad = bookPatient(sandbox);
		sandbox.practice.change(bad.appointmentId, { status: null });
		await untilFailureReported(
			testbed().n8n,
			`Appointment ${bad.appointmentId} from ModMed could not be read`,
		);
		await untilSynced([good, nameless]);
		const resource = `Appointment/${nameless.appointmentId}`;
		const { reason } = await untilOutcome(n8n, resource, 'synced');
		expect(reason).toContain('acl/prac_r');
		expect(reason).toContain('acl/loc_r');
		const fields = sandbox.location.fields(nameless.contactId);
		expect(fields['ModMed Provider']).toBe(seed.PROVIDERS.laser.id);

		access.revoke('pat_r');
		const faceless = bookPatient(sandbox, { agoMs: 2 * HOUR_MS });
		expect(await untilWaiting(faceless)).toContain('acl/pat_r');
		expect(notesOf(sandbox, faceless)).toEqual([]);
		access.grant('prac_r', 'loc_r', 'pat_r');
		await catchUp();
		await untilSynced([faceless]);
		expect((await rowOf(faceless)).outcome).toBe('synced');

		access.revoke('appmt_s');
		await untilFailureReported(testbed().n8n, 'does not allow this login to search Appointment');
		const late = bookPatient(sandbox);
		access.grant('appmt_s');
		await untilSynced([late]);
		report('permissions', summaryOf(sandbox, [good, nameless, faceless, late]));
	}, 500_000);

	it('finds late changes: by the next poll, by the hourly catch-up or by the manual one', async () => {
		const { sandbox, n8n } = testbed();
		const goLive = new Date(Date.now() - 30 * 24 * HOUR_MS).toISOString();
		// As at a practice that has been in step for a month.
		const row = { resource: 'Appointment/0', outcome: 'synced', changedAt: goLive };
		await insertLedgerRow(n8n, row);
		const [hours, days, weeks] = [20, 60, 240].map((ago) =>
			bookPatient(sandbox, { agoMs: ago * HOUR_MS }),
		);
		if (!hours || !days || !weeks) throw new Error('Three were made');
		await untilSynced([hours]);
		await untilLaterBookingIsSynced(sandbox);
		expect([days, weeks].flatMap((one) => notesOf(sandbox, one))).toEqual([]);
		await catchUp(NODES.everyHour);
		await untilSynced([days]);
		expect(notesOf(sandbox, weeks)).toEqual([]);
		await catchUp();
		await untilSynced([weeks]);
		report('late by 20 hours, 60 hours, 10 days', summaryOf(sandbox, [hours, days, weeks]));
	}, 400_000);

	it('follows appointments and patients that are revoked, deleted, merged or moved to another patient', async () => {
		const { sandbox } = testbed();
		const { practice } = sandbox;
		const inError = bookPatient(sandbox);
		const flipped = bookPatient(sandbox);
		const moved = bookPatient(sandbox);
		const heir = bookPatient(sandbox);
		await untilSynced([inError, flipped, moved, heir]);

		practice.setStatus(inError.appointmentId, 'entered-in-error' as never);
		practice.setStatus(flipped.appointmentId, 'cancelled');
		const ofHeir = practice.appointments().find(({ id }) => id === heir.appointmentId);
		practice.change(moved.appointmentId, { participant: ofHeir?.participant ?? [] });
		const merged = bookPatient(sandbox, { isLinked: true });
		practice.remove('Patient', merged.patientId);
		const gone = bookPatient(sandbox);
		practice.remove('Patient', gone.patientId);
		const deleted = bookPatient(sandbox);
		addFault(`*/Appointment/${deleted.appointmentId}`, {
			kind: 'run',
			run: () => void practice.remove('Appointment', deleted.appointmentId),
		});

		const revoked = { notes: 2, hasNextVisit: false, tags: [] };
		await untilInStep(sandbox, [inError], {
			expected: { ...revoked, status: 'entered-in-error' },
			otherwise,
		});
		await untilInStep(sandbox, [flipped], {
			expected: {
				...revoked,
				status: 'Cancelled',
				stage: 'Cancelled / No-Show',
				tags: ['cancel/no-show'],
			},
			otherwise,
		});
		practice.setStatus(flipped.appointmentId, 'booked');
		await untilInStep(sandbox, [flipped], { expected: { notes: 3 }, otherwise });
		await untilSynced([merged]);
		expect(await untilWaiting(gone)).toContain('merged or deleted');
		expect(await untilWaiting(deleted)).toContain('ModMed has no Appointment with this ID');
		await waitUntil(() => sandbox.location.notes(heir.contactId).length === 2, {
			for: 'the moved appointment to be noted on the other contact',
			within: 120_000,
			otherwise,
		});
		expect(sandbox.location.notes(moved.contactId)).toHaveLength(1);
		report(
			'revoked and moved',
			`${summaryOf(sandbox, [inError], { notes: 2 })}; 2 wait with a reason`,
		);
	}, 400_000);

	it('reports a revoked key once, with few logins, and recovers when it is granted again', async () => {
		const { sandbox } = testbed();
		const { journal, modMed } = sandbox;
		sandbox.modMed.access.apiKeyActive = false;
		journal.clear();
		const visitor = bookPatient(sandbox);
		await untilFailureReported(testbed().n8n, "rejected the 'API Key'");
		const searches = () => journal.count({ service: 'modmed', path: '/Appointment' });
		await waitUntil(() => searches() >= 3, { for: 'three polls', within: 180_000 });
		const logins = journal.count({ service: 'modmed', path: '/oauth2/grant' });
		const polls = searches();
		expect(logins).toBeLessThan(polls);
		expect(notesOf(sandbox, visitor)).toEqual([]);
		modMed.access.apiKeyActive = true;
		await untilSynced([visitor]);
		const rows = (await ledgerRows(testbed().n8n)).filter(
			({ outcome, reason }) =>
				outcome === 'failing' && String(reason).includes("rejected the 'API Key'"),
		);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(await ledgerRows(testbed().n8n))).not.toMatch(
			/Testa|Vis[a-j]|example\.com|sandbox-/,
		);
		expect(differencesOf(sandbox, visitor)).toEqual([]);
		const redirect = { location: `http://${foreign.host}/ema/ws/oauth2/grant` };
		addFault('*/ws/oauth2/grant', { kind: 'status', status: 307, headers: redirect });
		modMed.tokens.expireAll();
		await untilFailureReported(testbed().n8n, 'answered the login with status 307');
		expect(await foreign.receivedByNow()).toEqual([]);
		report('revoked key', `${polls} polls, ${logins} logins, ${summaryOf(sandbox, [visitor])}`);
	}, 400_000);
});
