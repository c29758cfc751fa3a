import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import type { FaultAction } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { EVERY_TEN_SECONDS } from '../../scripts/templates';
import { credentialsFor } from '../../scripts/testbed';
import { bookPatient, notesOf, type BookedPatient } from './support/bookedPatients';
import { deleteLedgerRows, ledgerAndLog, untilFailureReported } from './support/ledger';
import { TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const PUBLISHED = ['20', '01', '02', '04', '05', '07'];
/** n8n tries to start a trigger that throws five times within 15 seconds, and then never again. */
const BEYOND_RETRIES_MS = 20_000;
/** No host name may be so long: the request fails without any look-up. */
const UNKNOWN_HOST = `https://${'x'.repeat(70)}.invalid/ema`;

/**
 * With OUTAGES=all every kind of outage, each with two restarts. Without it the hardest one, in which
 * the first poll takes as long as it may.
 */
const AT_RESTART: FaultAction[] =
	process.env.OUTAGES === 'all'
		? [
				{ kind: 'hang' },
				{ kind: 'refuse' },
				{ kind: 'status', status: 503 },
				{ kind: 'status', status: 429 },
				{ kind: 'status', status: 401 },
				{ kind: 'status', status: 403, body: '<html></html>' },
			]
		: [{ kind: 'hang' }];

describe('An outage while n8n starts and while templates are published', () => {
	const testbed = withTestbed({ seed: 'empty', publish: [] });
	const templates = () =>
		testbed().templates.filter(({ file }) => PUBLISHED.includes(file.slice(0, 2)));
	const otherwise = async () => await ledgerAndLog(testbed().n8n);
	const recovered = { booked: [] as BookedPatient[], tagged: [] as string[] };
	let newcomers = 0;

	function outage(...actions: FaultAction[]): void {
		const { faults } = testbed().sandbox;
		faults.clear();
		for (const service of ['modmed', 'crm'] as const) {
			actions.forEach((action) => faults.add({ service, times: 0, action }));
		}
	}

	/** n8n considers the triggers of all templates as started. */
	async function untilActivated(): Promise<void> {
		for (const { id } of templates()) await testbed().n8n.api.activated(id);
	}

	/** Waits until both services have been polled so many times more. */
	async function untilPolled(count: number): Promise<void> {
		const { journal } = testbed().sandbox;
		const after = journal.entries().at(-1)?.id ?? 0;
		const asked = (service: string, path: string) =>
			journal.count({ service, path, after }) >= count;
		await waitUntil(
			() => asked('modmed', '/Appointment') && asked('crm', '/') && asked('modmed', '/Patient'),
			{ for: `${count} polls`, within: 180_000, otherwise },
		);
	}

	/** A contact with everything that a patient in ModMed needs, and the tag. Returns the first name. */
	function tagNewContact(): string {
		const { location } = testbed().sandbox;
		const firstName = `Newcomer${'abcdefghij'[newcomers++ % 10]}`;
		const contact = location.addContact({
			firstName,
			lastName: 'Sample',
			email: `${firstName.toLowerCase()}@example.com`,
			phone: `+1561555020${newcomers}`,
			dateOfBirth: '1991-03-14',
			gender: 'female',
		});
		location.addTags(contact.id, 'ModMed Create');
		return firstName;
	}

	const patientsNamed = (name: string) =>
		testbed()
			.sandbox.practice.patients()
			.filter((patient) => JSON.stringify(patient.name).includes(name));
	/** How many notes a booking has led to, and how many patients a tag: each must be 1. */
	const results = (booked: BookedPatient[], tagged: string[]) => [
		...booked.map((one) => [one.name, notesOf(testbed().sandbox, one).length]),
		...tagged.map((name) => [name, patientsNamed(name).length]),
	];

	/** Ends the outage and waits until what happened during it has arrived, on both sides. */
	async function expectRecovery(booked: BookedPatient[], tagged: string[]): Promise<void> {
		testbed().sandbox.faults.clear();
		await waitUntil(() => results(booked, tagged).every(([, count]) => count === 1), {
			for: 'everything to arrive after the outage',
			within: 240_000,
			otherwise: async () => `${results(booked, tagged).join('\n')}\n${await otherwise()}`,
		});
		recovered.booked.push(...booked);
		recovered.tagged.push(...tagged);
	}

	const changeCredential = async (changes: IDataObject) => {
		const [credential] = credentialsFor(testbed().sandbox);
		if (!credential) throw new Error('There is no credential for ModMed.');
		const { id, name, type, data } = credential;
		await testbed().n8n.rest('PATCH', `/rest/credentials/${id}`, {
			name,
			type,
			data: { ...data, ...changes },
		});
	};

	describe('compared with a trigger that throws', () => {
		let feed: Server;
		let asked = 0;

		beforeAll(async () => {
			feed = createServer((_, response) => {
				asked += 1;
				response.writeHead(200, { 'content-type': 'application/rss+xml' });
				response.end('<rss version="2.0"><channel><title>Feed</title></channel></rss>');
			});
		});
		afterAll(async () => await new Promise((resolve) => feed.close(resolve)));

		it('polls on after an outage, while the other trigger never polls again', async () => {
			const { n8n, sandbox } = testbed();
			await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
			const { port } = feed.address() as AddressInfo;
			await new Promise((resolve) => feed.close(resolve));
			const { id } = await n8n.rest<{ id: string }>('POST', '/rest/workflows', {
				name: 'A trigger that throws',
				nodes: [
					{
						id: 'feed',
						name: 'Feed',
						type: 'n8n-nodes-base.rssFeedReadTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: {
							feedUrl: `http://127.0.0.1:${port}/`,
							pollTimes: EVERY_TEN_SECONDS,
						},
					},
				],
				connections: {},
				settings: {},
			});
			outage({ kind: 'refuse' });
			const before = bookPatient(sandbox);
			const began = Date.now();
			const fails = expect(n8n.api.publish(id)).rejects.toThrow('did not start');
			for (const template of [...templates()].reverse()) await n8n.api.publish(template.id);
			const after = bookPatient(sandbox);
			await fails;
			expect(Date.now() - began).toBeGreaterThan(10_000);
			await waitUntil(() => Date.now() - began > BEYOND_RETRIES_MS, {
				for: 'n8n to have given up',
				within: BEYOND_RETRIES_MS * 2,
			});
			await untilActivated();
			await new Promise<void>((resolve) => feed.listen(port, '127.0.0.1', resolve));
			await expectRecovery([after], []);
			await untilPolled(2);
			await expectRecovery([], [tagNewContact()]);
			// What was booked before the publishing is not sent.
			expect(notesOf(sandbox, before)).toEqual([]);
			expect(asked).toBe(0);
		}, 400_000);
	});

	it.each(AT_RESTART)(
		'recovers by itself when both services are out of order (%j) at two starts',
		async (action) => {
			const { n8n, sandbox } = testbed();
			outage(action);
			await n8n.stop();
			const during = [bookPatient(sandbox)];
			const tagged = [tagNewContact()];
			await n8n.start();
			await untilActivated();
			outage({ kind: 'refuse' });
			await n8n.restart();
			await untilActivated();
			during.push(bookPatient(sandbox));
			await expectRecovery(during, tagged);
		},
		600_000,
	);

	it.each([
		['a wrong password', { password: 'wrong' }, "'FHIR Password'"],
		['an unknown server', { baseUrl: UNKNOWN_HOST }, 'could not be reached'],
	])(
		'reports %s while it is published, and recovers once it is corrected',
		async (_, changes, words) => {
			const { n8n, sandbox } = testbed();
			sandbox.modMed.tokens.expireAll();
			// A failure is reported once a day: as if the last report were older.
			await deleteLedgerRows(n8n, 'outcome', 'failing');
			await changeCredential(changes);
			await n8n.rest('POST', `/rest/workflows/${TEMPLATES.syncAppointments}/deactivate`, {});
			await n8n.api.publish(TEMPLATES.syncAppointments);
			await untilFailureReported(n8n, words);
			const booked = bookPatient(sandbox);
			await changeCredential({});
			await expectRecovery([booked], []);
			await n8n.api.activated(TEMPLATES.syncAppointments);
		},
		300_000,
	);

	it('has written no note and created no patient twice after all of that', async () => {
		const { booked, tagged } = recovered;
		const later = [bookPatient(testbed().sandbox)];
		await waitUntil(() => results(later, []).every(([, count]) => count === 1), {
			for: 'a later booking',
			within: 180_000,
			otherwise,
		});
		const names = [...booked.map(({ name }) => name), ...tagged];
		expect(results(booked, tagged)).toEqual(names.map((name) => [name, 1]));
		expect(booked).toHaveLength(1 + 2 * AT_RESTART.length + 2);
		expect(tagged).toHaveLength(1 + AT_RESTART.length);
	}, 200_000);
});
