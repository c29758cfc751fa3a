import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { WEBHOOK_SECRET, type Testbed } from '../../scripts/testbed';
import { CANARIES, canaryAppointment, canaryPatient } from './support/canaries';
import { LeakSearch } from './support/leakSearch';
import { WRITE_NOTE } from './support/pausedRequest';
import {
	describeWithQueueServices,
	openQueueServices,
	type QueueServices,
} from './support/queueServices';
import { auditPostgres, auditSqlite, type RunAudit, type RunStatus } from './support/runAudit';
import { withTestbed } from './support/withTestbed';

const SYNC = 'modmedSyncAppts1';
const PATIENTS = 'modmedSyncPatnt1';
const CREATE = 'modmedCreatePat1';
const WORKFLOWS = [SYNC, PATIENTS, CREATE];
const TAG = 'ModMed Create';
/** Long enough for a run to read the patient, short enough for a test. */
const TIMEOUT_SECONDS = 6;

describe('In regular mode, with SQLite', () => {
	let audit: RunAudit;
	const testbed = withTestbed(async () => ({
		seed: 'empty',
		publish: ['01', '02', '04', '07'],
		prepare: async ({ database }) => {
			audit = auditSqlite(() => database);
			await audit.install();
		},
	}));
	noRunIsStoredWithAPatient(testbed, () => audit, { statusAtTheEnd: () => 'deleted' });
});

describeWithQueueServices('In queue mode, with PostgreSQL', () => {
	let services: QueueServices;
	let audit: RunAudit;
	const testbed = withTestbed(async () => {
		services = await openQueueServices();
		audit = auditPostgres(services);
		return {
			seed: 'empty',
			publish: ['01', '02', '04', '07'],
			env: services.env,
			prepare: async () => await audit.install(),
		};
	});
	beforeAll(async () => {
		const worker = await testbed().n8n.addWorker();
		await worker.start();
	}, 300_000);
	afterAll(async () => await services?.dispose(), 60_000);
	noRunIsStoredWithAPatient(testbed, () => audit, { statusAtTheEnd: (status) => status });
});

function noRunIsStoredWithAPatient(
	testbed: () => Testbed,
	audit: () => RunAudit,
	{ statusAtTheEnd }: { statusAtTheEnd: (status: string) => string },
) {
	const sandbox = () => testbed().sandbox;
	const search = new LeakSearch(CANARIES);

	const findings = async () =>
		(await audit().storedRuns()).flatMap(({ executionId, row }) =>
			search.inBytes(Buffer.from(row), executionId),
		);

	/** Somebody with an appointment, and somebody who is to become a patient. */
	function arrive(booked: string, tagged: string): string {
		const { practice, location } = sandbox();
		practice.book(canaryAppointment(practice.addPatient(canaryPatient(booked)).id));
		const { birthDate: dateOfBirth, ...lead } = canaryPatient(tagged);
		const { id } = location.addContact({ ...lead, dateOfBirth });
		location.addTags(id, TAG);
		return id;
	}

	async function callWebhook(contactId: string): Promise<void> {
		const answer = await fetch(`${testbed().n8n.url}/webhook/modmed-create-patient`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'X-Webhook-Secret': WEBHOOK_SECRET },
			body: JSON.stringify({ contact_id: contactId }),
		});
		expect(answer.status).toBe(200);
	}

	/** Waits until each workflow, and the webhook's, has a run that ended like this. */
	async function untilEnded(status: string, known: RunStatus[]): Promise<void> {
		const ended = async () =>
			(await audit().statuses())
				.slice(known.length)
				.filter((run) => run.status === statusAtTheEnd(status));
		await waitUntil(
			async () => {
				const runs = await ended();
				const isHere = (workflowId: string) => runs.some((run) => run.workflowId === workflowId);
				return WORKFLOWS.every(isHere) && runs.some(({ mode }) => mode === 'webhook');
			},
			{
				for: `all runs to end with ${status}`,
				within: 120_000,
				otherwise: async () => `${JSON.stringify(await ended())}\n${testbed().n8n.logTail()}`,
			},
		);
	}

	let resumeNotes = () => {};

	/** From now on the runs have read their patients and wait for the answer to their note. */
	function pauseNotes(): void {
		const resumed = new Promise<void>((resolve) => (resumeNotes = resolve));
		const run = async () => await resumed;
		sandbox().faults.add({ ...WRITE_NOTE, times: 0, action: { kind: 'run', run } });
	}

	afterEach(() => {
		resumeNotes();
		sandbox().faults.clear();
	});

	const notesBegun = () =>
		sandbox()
			.faults.active()
			.reduce((sum, { hits }) => sum + hits, 0);

	beforeAll(async () => {
		await testbed().n8n.api.edit(CREATE, (node) =>
			node.type.endsWith('Webhook') ? { ...node, disabled: false } : node,
		);
	}, 120_000);

	it('when they succeed', async () => {
		const known = await audit().statuses();
		await callWebhook(arrive('A', 'B'));
		await untilEnded('success', known);
		expect(await findings()).toEqual([]);
		const written = sandbox().journal.count({ service: 'crm', method: 'POST', path: '/notes' });
		expect(written).toBeGreaterThanOrEqual(3);
	}, 300_000);

	it('when they fail', async () => {
		const known = await audit().statuses();
		sandbox().faults.add({ ...WRITE_NOTE, times: 0, action: { kind: 'status', status: 503 } });
		await callWebhook(arrive('C', 'D'));
		await untilEnded('error', known);
		expect(notesBegun()).toBeGreaterThanOrEqual(3);
		expect(await findings()).toEqual([]);
	}, 300_000);

	it('when they are cancelled', async () => {
		const known = await audit().statuses();
		pauseNotes();
		await callWebhook(arrive('E', 'F'));
		await waitUntil(() => notesBegun() >= 4, { for: 'all runs to be at work', within: 120_000 });
		const running = (await audit().statuses())
			.slice(known.length)
			.filter(({ status, workflowId }) => status === 'running' && WORKFLOWS.includes(workflowId));
		const ids = new Set(running.map(({ executionId }) => executionId));
		for (const id of ids) await testbed().n8n.rest('POST', `/rest/executions/${id}/stop`);
		await untilEnded('canceled', known);
		expect(await findings()).toEqual([]);
	}, 300_000);

	it('when their time is up', async () => {
		const { n8n } = testbed();
		for (const id of WORKFLOWS) {
			const { settings } = await n8n.api.workflow(id);
			await n8n.rest('POST', `/rest/workflows/${id}/deactivate`);
			const changed = { ...settings, executionTimeout: TIMEOUT_SECONDS };
			await n8n.api.change(id, { settings: changed });
		}
		const known = await audit().statuses();
		pauseNotes();
		await callWebhook(arrive('G', 'H'));
		await untilEnded('canceled', known);
		expect(notesBegun()).toBeGreaterThanOrEqual(3);
		expect(await findings()).toEqual([]);
	}, 300_000);

	it('and where a workflow saves its runs, they are found', async () => {
		const { n8n } = testbed();
		const { settings } = await n8n.api.workflow(SYNC);
		await n8n.rest('POST', `/rest/workflows/${SYNC}/deactivate`);
		const saved = { saveDataErrorExecution: 'all', saveDataSuccessExecution: 'all' };
		await n8n.api.change(SYNC, { settings: { ...settings, ...saved } });
		arrive('I', 'J');
		await waitUntil(async () => (await findings()).length > 0, {
			for: 'the run to be saved',
			within: 120_000,
		});
		const found = new Set((await findings()).map(({ where }) => where));
		const runs = (await audit().statuses()).filter(({ executionId }) => found.has(executionId));
		expect(runs.map(({ workflowId }) => workflowId)).toContain(SYNC);
	}, 300_000);
}
