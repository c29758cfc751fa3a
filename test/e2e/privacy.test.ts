import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { markerOf } from '../../domain/crm/noteMarker';
import { WEBHOOK_SECRET } from '../../scripts/testbed';
import { documentedSettings } from '../docs/support/settings';
import { ForeignServer } from '../support/foreignServer';
import { CANARIES, canaryPatient, secretsOf } from './support/canaries';
import { LeakSearch } from './support/leakSearch';
import { TEMPLATES } from './support/templates';
import { withCanaryPatients } from './support/withCanaryPatients';
import { withTestbed } from './support/withTestbed';

/** What the search has to find, or it would not find anything else either. */
const CONTROL = 'Frabjous control, day 7/7 "here"';

/** The pack itself, where people in examples have numbers too. */
const OWN_PACK = /nodes\/node_modules/;

/** Nothing but this machine may be asked. */
const THIS_MACHINE = ['127.0.0.1', 'localhost', '::1'];

/** n8n's default settings keep the most. With PRIVACY=all those asked of an operator are tested too. */
const SETTINGS: Array<[string, Record<string, string>]> = [
	["with n8n's default settings", {}],
	['with the documented settings', documentedSettings()],
];

describe.each(process.env.PRIVACY === 'all' ? SETTINGS : SETTINGS.slice(0, 1))(
	'On a real n8n, %s',
	(_, settings) => {
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
		const foreign = new ForeignServer();
		const {
			contactOf,
			notesOf,
			playFailures,
			playHostileTexts,
			playRefusedLogins,
			playSuccesses,
			runEverythingByHand,
			until,
			waiting,
		} = withCanaryPatients(testbed, foreign);
		let hostileVisits = 0;

		beforeAll(async () => {
			await foreign.start();
			const { n8n } = testbed();
			await n8n.api.edit(TEMPLATES.createPatient, (node) =>
				node.type.endsWith('Webhook') ? { ...node, disabled: false } : node,
			);
			await n8n.publish([TEMPLATES.syncCharges]);
			const patients = await playSuccesses();
			const unmapped = await playFailures(patients);
			await playRefusedLogins();
			hostileVisits = await playHostileTexts();
			const reads = () => sandbox().journal.count({ path: `/Appointment/${unmapped}` });
			const before = reads();
			await runEverythingByHand();
			expect(reads()).toBeGreaterThan(before);
		}, 900_000);
		afterAll(async () => {
			await foreign.stop();
			rmSync(connectionsFile, { force: true });
		});

		it('names and descriptions arrive in the notes as text and nothing more', () => {
			const notes = notesOf('G');
			expect(notes).toHaveLength(hostileVisits + 1);
			for (const note of notes) {
				expect(note).not.toMatch(/[<>]|\{\{|\}\}|[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
				expect(note.length).toBeLessThanOrEqual(5_000);
				expect(note.match(/^Ref:/gm)).toHaveLength(1);
				expect(markerOf(note)).toMatch(/^(Appointment|Patient|ChargeItem)\/[\w|]+#[0-9a-f]{12}$/);
			}
			expect(new Set(notes.map(markerOf)).size).toBe(notes.length);
			const all = notes.join('\n');
			expect(all).toContain('={ { $env.PATH } }');
			expect(all).toContain("=cmd|'/C calc'!A0");
			expect(all).toContain('Description: V { {contact.email} } ‹img src=x›');
			expect(all).toMatch(/Description: V y{1500,2000}…\nPipeline: /);
		});

		it('nothing about a patient and no secret is anywhere in n8n', async () => {
			const { n8n } = testbed();
			// The CRM's own Webhook action sends the whole contact.
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
			// Everything that still waits has a reason that says something.
			const reasons = (await waiting()).map(({ reason }) => String(reason));
			expect(reasons.length).toBeGreaterThanOrEqual(9);
			for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
			// Every file, the log among them, byte by byte.
			expect(search.inFiles(n8n.userFolder, OWN_PACK)).toEqual([]);
			expect(readFileSync(n8n.logFile, 'utf8').length).toBeGreaterThan(100);
		});

		it('no other origin was ever asked for anything', async () => {
			expect(await foreign.receivedByNow()).toEqual([]);
			const { modMed, crm } = sandbox();
			const places = [...new Set(readFileSync(connectionsFile, 'utf8').trim().split('\n'))];
			const hosts = places.map((place) => place.replace(/:\w+$/, ''));
			expect(places).toContain(new URL(modMed.url).host);
			expect(places).toContain(new URL(crm.url).host);
			expect([...new Set(hosts)].filter((host) => !THIS_MACHINE.includes(host))).toEqual([]);
			expect(places).not.toContain(foreign.host);
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
			expect(search.inFiles(n8n.userFolder, OWN_PACK)).not.toEqual([]);
		}, 120_000);
	},
);
