import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { markerOf } from '../../domain/crm/noteMarker';
import { seed, type Fault } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { WEBHOOK_SECRET } from '../../scripts/testbed';
import { ODD_TEXTS } from '../support/hostileData';
import { CANARIES, canaryPatient, secretsOf, canaryAppointment } from './support/canaries';
import { LeakSearch } from './support/leakSearch';
import { withTestbed } from './support/withTestbed';

const CREATE = 'modmedCreatePat1';
const LEDGER = 'ModMed sync ledger';
const TAG = 'ModMed Create';
const POLLS_MS = 150_000;
/** Where nobody was told to send anything. */
const HERE = '127.0.0.1';

/** What the search has to find, or it would not find anything else either. */
const CONTROL = 'Frabjous control, day 7/7 "here"';

/** The pack itself, where people in examples have numbers too. */
const OUR_OWN = /nodes\/node_modules/;

/** What README.md asks an operator to set. */
const OF_THE_README = {
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	EXECUTIONS_DATA_SAVE_ON_ERROR: 'none',
	EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'false',
	EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'false',
	EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '1',
	EXECUTIONS_DATA_HARD_DELETE_BUFFER: '1',
	N8N_LOG_LEVEL: 'info',
};

/** A service's answer that repeats all it has been told, in every place that somebody may read. */
const told = canaryPatient('Z');
const ECHO = {
	statusCode: 422,
	error: `${told.firstName} ${told.lastName}`,
	message: [
		`${told.firstName} must be unique`,
		`property ${CANARIES.lastName} should not exist`,
		`email must be an email: ${told.email}, ${told.birthDate}, ${CANARIES.description}`,
	],
	traceId: told.email,
	meta: { contactId: told.email, matchingField: told.phone },
};
const OUTCOME = {
	resourceType: 'OperationOutcome',
	issue: [
		{
			severity: 'error',
			code: CANARIES.firstName,
			diagnostics: `${told.firstName} ${told.lastName}, ${told.birthDate}, ${CANARIES.comment}`,
			details: { text: `The email ${told.email} is taken` },
			expression: [CANARIES.lastName, `Patient.name.${CANARIES.firstName}`],
		},
	],
};

/** As n8n comes it keeps the most. PRIVACY=all looks at the other settings as well. */
const SETTINGS: Array<[string, Record<string, string>, string]> = [
	['as n8n comes', {}, 'all'],
	['as the README says', OF_THE_README, 'what succeeds'],
];

describe.each(process.env.PRIVACY === 'all' ? SETTINGS : SETTINGS.slice(0, 1))(
	'On a real n8n, %s',
	(_, settings, extent) => {
		const connectionsFile = join(tmpdir(), `connections-${randomUUID()}`);
		const testbed = withTestbed({
			seed: 'empty',
			env: {
				...settings,
				CONNECTIONS_FILE: connectionsFile,
				NODE_OPTIONS: `--require=${join(__dirname, 'support/recordConnections.cjs')}`,
			},
		});
		const sandbox = () => testbed().sandbox;
		let elsewhere: Server | undefined;
		const received: string[] = [];
		let origin = '';

		const until = async (check: () => boolean | Promise<boolean>, what: string) =>
			await waitUntil(check, {
				for: what,
				within: POLLS_MS,
				every: 500,
				otherwise: () => `${JSON.stringify(sandbox().faults.active())}\n${testbed().n8n.logTail()}`,
			});
		const add = (letter: string) => sandbox().practice.addPatient(canaryPatient(letter)).id;
		const contactOf = (letter: string) =>
			sandbox()
				.location.contacts()
				.find(({ email }) => email === canaryPatient(letter).email);
		const notesOf = (letter: string) =>
			sandbox()
				.location.notes(contactOf(letter)?.id ?? '')
				.map(({ body }) => body);
		const waiting = async () =>
			(await testbed().n8n.records.dataTable(LEDGER)).filter(({ outcome }) => outcome !== 'synced');
		const waits = async (resource: string) =>
			(await waiting()).some((row) => row.resource === resource);

		/** Waits until each fault has been met, and takes them away. */
		async function met(faults: Fault[]): Promise<void> {
			faults.forEach((fault) => sandbox().faults.add(fault));
			const isMet = () =>
				sandbox()
					.faults.active()
					.every(({ hits }) => hits > 0);
			await until(isMet, 'every fault to be met');
		}

		const of = (service: Fault['service'], method: string, path: string, action: Fault['action']) =>
			({ service, method, path, times: 0, action }) satisfies Fault;
		const echoes = (status: number, body: object = ECHO) =>
			({ kind: 'status', status, body: body as never }) as const;
		const sendsOn = (status: number) =>
			({ kind: 'status', status, headers: { location: `${origin}/taken` } }) as const;

		async function successes(): Promise<Record<string, string>> {
			const { practice, location } = sandbox();
			const patients = Object.fromEntries(
				[...'AHIJKLMNOPQ'].map((letter) => [letter, add(letter)]),
			);
			const { A: id = '' } = patients;
			const visit = practice.book(canaryAppointment(id)).id;
			const { birthDate: dateOfBirth, ...newcomer } = canaryPatient('B');
			const contact = location.addContact({ ...newcomer, dateOfBirth }).id;
			location.addTags(contact, TAG);
			await until(
				() => notesOf('A').some((note) => note.includes(CANARIES.description)),
				'the visit',
			);
			practice.setStatus(visit, 'fulfilled');
			practice.addCharge({ patientId: id, amount: 12.5, description: CANARIES.charge });
			await until(() => notesOf('A').some((note) => note.includes(CANARIES.charge)), 'the charge');
			await until(() => contactOf('A')?.dateOfBirth !== undefined, 'the birthday to be copied');
			await until(() => contactOf('B')?.tags.length === 0, 'the patient to be created');
			await until(() => [...'HIJKLMNOPQ'].every((one) => notesOf(one).length > 0), 'all contacts');
			return patients;
		}

		/** Returns the appointment that nobody can sync. */
		async function failures(patients: Record<string, string>): Promise<string> {
			const { practice, location, modMed, faults, clock } = sandbox();
			const book = (letter: string, changes = {}) =>
				practice.book(canaryAppointment(patients[letter] ?? '', changes)).id;
			const notes = (letter: string) => `/contacts/${contactOf(letter)?.id}/notes`;
			const { birthDate: dateOfBirth, ...refused } = canaryPatient('E');
			const tagged = location.addContact({ ...refused, dateOfBirth }).id;
			location.addContact({
				...canaryPatient('F'),
				firstName: `${CANARIES.firstName}x`,
				lastName: 'Other',
			});

			const started = [
				of('crm', 'POST', notes('H'), echoes(422)),
				of('crm', 'POST', notes('I'), echoes(500)),
				of('crm', 'PUT', `/contacts/${contactOf('J')?.id}`, echoes(400)),
				of('crm', 'GET', `/opportunities/search?*${contactOf('K')?.id}*`, echoes(422)),
				of('crm', 'POST', notes('L'), { kind: 'loseAnswer' }),
				of('crm', 'POST', notes('M'), { kind: 'malformedJson' }),
				of('crm', 'POST', notes('N'), sendsOn(307)),
				of('crm', 'POST', '/contacts/', echoes(422)),
				of('modmed', 'GET', `*/Patient/${patients.O}`, echoes(400, OUTCOME)),
				of('modmed', 'GET', `*/Patient/${patients.Q}`, sendsOn(302)),
				of('modmed', 'POST', '*/Patient', echoes(400, OUTCOME)),
			];
			const waitingOnes = [...'HJKOQ'].map((letter) => book(letter));
			[...'ILMN'].forEach((letter) => book(letter));
			const ofP = book('P');
			started.push(of('modmed', 'GET', `*/Appointment/${ofP}`, echoes(422, OUTCOME)));
			location.addTags(tagged, TAG);
			// Changed two hours ago: what is younger is not handed over by Catch up.
			clock.advance(-2 * 3_600_000);
			const unmapped = book('A', { typeCode: seed.TYPES.unmapped.code });
			const doubtful = practice.book(canaryAppointment(add('F'))).id;
			clock.reset();
			const refusedOne = `Patient/${add('D')}`;
			await met(started);
			const resources = [...waitingOnes, ofP, unmapped, doubtful].map((id) => `Appointment/${id}`);
			for (const resource of [...resources, refusedOne]) {
				await until(async () => await waits(resource), `${resource} to wait`);
			}
			await until(() => notesOf('E').length > 0, 'the refused patient');
			faults.clear();

			const lostToken = of('modmed', 'GET', '*', { kind: 'status', status: 401 });
			const body = { error: 'invalid_grant', error_description: modMed.password };
			await met([lostToken, of('modmed', 'POST', '*/grant', sendsOn(307))]);
			faults.clear();
			await met([
				lostToken,
				of('modmed', 'POST', '*/grant', { kind: 'status', status: 401, body }),
			]);
			faults.clear();
			await met([of('modmed', 'GET', '*/Appointment*', { kind: 'malformedJson' })]);
			faults.clear();
			return unmapped;
		}

		/** Names and descriptions that are more than text elsewhere, and one that has them all. */
		async function hostileTexts(): Promise<void> {
			const { practice } = sandbox();
			const all = ODD_TEXTS.filter((text) => text.trim() !== '').map((text) => text.slice(0, 60));
			const texts = ['{{contact.email}} <img src=x>', ...all.slice(0, 15), 'y'.repeat(10_000)];
			const { birthDate, gender, phone } = canaryPatient('G');
			const hostile = {
				...{ birthDate, gender, phone, email: canaryPatient('G').email },
				firstName: `${CANARIES.firstName} ={{ $env.PATH }} \u202e<b>`,
				lastName: `${CANARIES.lastName} {{contact.email}}\nRef: Patient/1#000000000000`,
			};
			const { id } = practice.addPatient(hostile);
			const visits = texts.map(
				(text) => practice.book(canaryAppointment(id, { description: `V ${text}` })).id,
			);
			await until(
				() =>
					notesOf('G').filter((note) => note.includes('ModMed appointment')).length ===
					visits.length,
				'all hostile visits',
			);
			await until(
				() => notesOf('G').some((note) => note.includes('ModMed patient')),
				'the patient',
			);
		}

		async function byHand(): Promise<void> {
			const { n8n } = testbed();
			for (const [id, trigger] of [
				['modmedSetUpCheck', 'Run by hand'],
				['modmedSyncPatnt1', 'Every hour'],
				['modmedSyncCharg1', 'Every hour'],
				['modmedCatchUpSyn', 'By hand'],
				['modmedReportFail', 'By hand'],
				['modmedVerifyLock', 'By hand'],
			] as const) {
				await n8n.records.runByHand(id, trigger);
			}
		}

		beforeAll(async () => {
			const listener = createServer((request, response) => {
				received.push(`${request.method} ${request.url}`);
				response.end('{}');
			});
			elsewhere = listener;
			await new Promise<void>((resolve) => listener.listen(0, HERE, resolve));
			origin = `http://${HERE}:${(listener.address() as AddressInfo).port}`;
			const { n8n } = testbed();
			await n8n.records.edit(CREATE, (node) =>
				node.type.endsWith('Webhook') ? { ...node, disabled: false } : node,
			);
			await n8n.publish(['modmedSyncCharg1']);
			const patients = await successes();
			if (extent === 'all') {
				const unmapped = await failures(patients);
				await hostileTexts();
				const reads = () => sandbox().journal.count({ path: `/Appointment/${unmapped}` });
				const before = reads();
				await byHand();
				expect(reads()).toBeGreaterThan(before);
			} else await byHand();
		}, 900_000);
		afterAll(() => {
			elsewhere?.close();
			rmSync(connectionsFile, { force: true });
		});

		it('names and descriptions arrive in the notes as text and nothing else', () => {
			const notes = notesOf(extent === 'all' ? 'G' : 'A');
			for (const note of notes) {
				expect(note).not.toMatch(/[<>]|\{\{|\}\}|[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
				expect(note.length).toBeLessThanOrEqual(5_000);
				expect(note.match(/^Ref:/gm)).toHaveLength(1);
				expect(markerOf(note)).toMatch(/^(Appointment|Patient|ChargeItem)\/[\w|]+#[0-9a-f]{12}$/);
			}
			expect(new Set(notes.map(markerOf)).size).toBe(notes.length);
			if (extent !== 'all') return;
			const all = notes.join('\n');
			expect(all).toContain('={ { $env.PATH } }');
			expect(all).toContain("=cmd|'/C calc'!A0");
			expect(all).toContain('Description: V { {contact.email} } ‹img src=x›');
			expect(all).toMatch(/Description: V y{1500,2000}…\nPipeline: /);
		});

		it('nothing of a patient and no secret is anywhere in n8n', async () => {
			const { n8n } = testbed();
			// What the CRM's own Webhook action sends: the whole contact.
			const body = {
				...canaryPatient('B'),
				contact_id: contactOf('B')?.id,
				address1: CANARIES.street,
			};
			const before = sandbox().journal.count({ path: `/contacts/${body.contact_id}` });
			const answer = await fetch(`${n8n.url}/webhook/modmed-create-patient`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json', 'X-Webhook-Secret': WEBHOOK_SECRET },
				body: JSON.stringify(body),
			});
			expect(answer.status).toBe(200);
			await until(
				() => sandbox().journal.count({ path: `/contacts/${body.contact_id}` }) > before,
				'the call to be followed',
			);

			const search = new LeakSearch({ ...CANARIES, ...secretsOf(sandbox()) });
			expect(search.inDatabase(n8n.database)).toEqual([]);
			expect(search.inBytes(Buffer.from(JSON.stringify(await waiting())), 'ledger')).toEqual([]);
			// What still waits does so for a reason that says something.
			const reasons = (await waiting()).map(({ reason }) => String(reason));
			expect(reasons.length).toBeGreaterThanOrEqual(extent === 'all' ? 9 : 0);
			for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
			// Every file, the log among them, byte by byte.
			expect(search.inFiles(n8n.userFolder, OUR_OWN)).toEqual([]);
			expect(readFileSync(n8n.logFile, 'utf8').length).toBeGreaterThan(100);
		});

		it('no other origin was ever asked', () => {
			expect(received).toEqual([]);
			const { modMed, crm } = sandbox();
			const places = [...new Set(readFileSync(connectionsFile, 'utf8').trim().split('\n'))];
			const hosts = places.map((place) => place.replace(/:\w+$/, ''));
			expect(places).toContain(new URL(modMed.url).host);
			expect(places).toContain(new URL(crm.url).host);
			expect(
				[...new Set(hosts)].filter((host) => ![HERE, 'localhost', '::1'].includes(host)),
			).toEqual([]);
			expect(places).not.toContain(new URL(origin).host);
		});

		it('the search would have found it', async () => {
			const { n8n } = testbed();
			const sticky = (content: string) => ({
				...{ id: randomUUID(), name: content, position: [0, 0], typeVersion: 1 },
				type: 'n8n-nodes-base.stickyNote',
				parameters: { content },
			});
			const { id } = await n8n.rest<{ id: string }>('POST', '/rest/workflows', {
				name: 'Control',
				nodes: [sticky(CONTROL)] as never,
				connections: {},
				settings: {},
			});
			expect(id).toBeTruthy();
			const search = new LeakSearch({ control: CONTROL });
			expect(search.inDatabase(n8n.database)).toContainEqual(
				expect.objectContaining({ name: 'control', where: 'workflow_entity.nodes' }),
			);
			expect(search.inFiles(n8n.userFolder, OUR_OWN)).not.toEqual([]);
		}, 120_000);
	},
);
