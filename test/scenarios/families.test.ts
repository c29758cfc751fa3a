import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { startSandbox, type Sandbox } from '../../sandbox';
import type { Worker } from '../nodes/AesthetixCrm/support/workers';
import { startWorkers } from '../nodes/AesthetixCrm/support/workers';
import { Random } from '../support/random';
import { familyHistory } from './families/histories';
import type { Outcome } from './families/worker';
import { syncWave } from './families/worker';

/** For a long run: `FAMILIES=10000 FAMILIES_FROM=1 npm test -- scenarios/families` */
const FAMILIES = Number(process.env.FAMILIES ?? 60);
const FROM = Number(process.env.FAMILIES_FROM ?? 1);
const LONGEST_LATENCY_MS = 4;

let sandbox: Sandbox;
let workers: Worker[] = [];
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	workers = await startWorkers(2);
});
afterAll(async () => await sandbox.stop());

it(
	'writes nothing of a patient to the contact of another, with two workers, waves and latencies',
	async () => {
		const all: Outcome[] = [];
		for (let seed = FROM; seed < FROM + FAMILIES; seed += 1) {
			const outcomes = await play(seed);
			expect({ seed, ...crossings(outcomes) }).toEqual({
				seed,
				mixed: [],
				misplaced: [],
				doubled: [],
				left: [],
			});
			all.push(...outcomes);
		}
		const synced = all.filter(({ error }) => error === '').length;
		console.log(
			`${FAMILIES} families from ${FROM}: ${synced} events synced, ${all.length - synced} in doubt`,
		);
		expect(synced).toBeGreaterThan(all.length / 3);
	},
	60_000 + FAMILIES * 1_000,
);

async function play(seed: number): Promise<Outcome[]> {
	const { leads, steps, allowDuplicateContact, hasTwoWorkers } = familyHistory(seed);
	sandbox.reset();
	workers.forEach((worker) => worker.restart());
	sandbox.crm.settings.burst.max = 100_000;
	sandbox.crm.settings.allowDuplicateContact = allowDuplicateContact;
	leads.forEach((lead) => sandbox.location.addContact(lead));
	const random = new Random(seed);
	const run = async () =>
		await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LATENCY_MS)));
	sandbox.faults.add({ service: 'crm', times: 0, action: { kind: 'run', run } });

	const outcomes: Outcome[] = [];
	for (const waves of steps) {
		const done = waves.map(
			async ({ worker, events }) =>
				await syncWave(workers[worker]!.run, sandbox, events, hasTwoWorkers),
		);
		outcomes.push(...(await Promise.all(done)).flat());
	}
	return outcomes;
}

/** What is on a contact and does not belong there, and what was noted twice. */
function crossings(outcomes: Outcome[]) {
	const contacts = sandbox.location.contacts().map(({ id, tags }) => {
		const notes = sandbox.location.notes(id).map(({ body }) => body);
		const patientId = sandbox.location.fields(id)['ModMed Patient ID'] ?? '';
		return { id, patientId, tags, notes };
	});
	const isOf = (patientId: unknown) => (text: string) =>
		text.includes(`patient ${patientId}`) || text.includes(`Appointment/${patientId}#`);
	return {
		mixed: contacts.filter(
			({ patientId, tags, notes }) => !tags.concat(notes).every(isOf(patientId)),
		),
		misplaced: outcomes
			.filter(({ error }) => error === '')
			.filter(({ event, contactId }) =>
				contacts.every(
					({ id, patientId }) => id !== contactId || patientId !== event.modMedPatientId,
				),
			),
		doubled: contacts.filter(({ notes }) => new Set(notes).size < notes.length),
		left: contacts.filter(({ notes }) => notes.some((note) => note.includes('ContactClaim/'))),
	};
}
