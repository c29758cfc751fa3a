import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../../../sandbox';
import { credentialOf } from '../support/crmSandbox';
import { ANSWERS, LateCommits } from '../support/lateCommits';
import { newExecution, runCrm } from '../support/runCrm';

const MINUTE_MS = 60_000;
const LATENESS_S = [0, 3, 45, 119];
/** When the trigger delivers an event again, in minutes after the first delivery. */
const POLLS = [1, 2, 4, 5, 10];
const KEY = 'Appointment/204865#3f9a2c1b77aa';
const DORA = {
	modMedPatientId: '4711',
	email: 'dora@example.com',
	firstName: 'Dora',
	lastName: 'Double',
};

let sandbox: Sandbox;
let late: LateCommits;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => {
	sandbox.reset();
	sandbox.crm.settings.burst.max = 10_000;
	resetProcessMemory();
});
afterEach(() => late.stop());
afterAll(async () => await sandbox.stop());

async function run(parameters: INodeParameters): Promise<IDataObject> {
	const credential = credentialOf(sandbox);
	const options = { credential, executionId: newExecution(), continueOnFail: true };
	const [item] = await runCrm(parameters, options);
	return item!.json;
}

interface Creation {
	path: string;
	parameters: () => INodeParameters;
	count: () => number;
}

const CREATIONS: Record<string, () => Creation> = {
	'Note > Add': () => {
		const { id } = sandbox.location.addContact({ firstName: 'Pat', email: 'pat@example.com' });
		const note = {
			resource: 'note',
			operation: 'add',
			contactId: id,
			body: 'Booked',
			eventKey: KEY,
		};
		return {
			path: '*/notes',
			parameters: () => note,
			count: () => sandbox.location.notes(id).length,
		};
	},
	'Contact > Find': () => contactCreation('find', { ...DORA, whenNotFound: 'create' }),
	'Contact > Create': () => {
		const { modMedPatientId, ...contactFields } = DORA;
		return contactCreation('create', { modMedPatientId, contactFields });
	},
};

function contactCreation(operation: string, more: INodeParameters): Creation {
	sandbox.crm.settings.allowDuplicateContact = true;
	return {
		path: '/contacts/',
		parameters: () => ({ resource: 'contact', operation, ...more }),
		count: () => sandbox.location.contacts().length,
	};
}

const CASES = Object.keys(CREATIONS).flatMap((operation) =>
	Object.keys(ANSWERS).map((answer) => [operation, answer] as const),
);

describe.each(CASES)('%s, where %s', (operation, answer) => {
	/** Delivers the event until it is done, and returns what each delivery said. */
	async function deliver(commitAfterS: number, { isRestarted = false } = {}) {
		const creation = CREATIONS[operation]!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS[answer as keyof typeof ANSWERS]);
		const begun = Date.now();
		const said: IDataObject[] = [];
		let isCommitted = false;
		let lastAttempt = '';
		for (const minute of [0, ...POLLS]) {
			const dueAt = begun + commitAfterS * 1000;
			late.advance(begun + minute * MINUTE_MS - Date.now());
			if (!isCommitted && minute > 0 && Date.now() >= dueAt) {
				await late.commit();
				isCommitted = true;
			}
			const options = isRestarted ? { lastAttempt } : {};
			said.push(await run({ ...creation.parameters(), lookFirst: minute > 0, options }));
			if (minute === 0) lastAttempt = new Date(Date.now()).toISOString();
			if (isRestarted) late.restart();
			if (said.at(-1)?.error === undefined) break;
		}
		// A delivery that was done before the CRM had carried out the first request has sent a second one.
		if (!isCommitted) await late.commit();
		return { said, count: creation.count() };
	}

	it.each(LATENESS_S)('and carries it out after %d s, one is left', async (seconds) => {
		const { said, count } = await deliver(seconds);
		expect(count).toBe(1);
		expect(said.at(-1)).toMatchObject({ contactId: expect.any(String) });
	});

	it.each(LATENESS_S)('also for another process: %d s', async (seconds) => {
		expect((await deliver(seconds, { isRestarted: true })).count).toBe(1);
	});
});

describe('a create that the CRM never carries out', () => {
	it.each(Object.keys(CREATIONS))('is sent once more after the wait: %s', async (operation) => {
		const creation = CREATIONS[operation]!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS['a gateway answers 504']);
		const first = await run(creation.parameters());
		expect(first).toMatchObject({ details: { transient: true } });
		expect(first.error).toContain('not known yet');

		late.advance(2.9 * MINUTE_MS);
		expect(await run(creation.parameters())).toMatchObject({ details: { transient: true } });
		expect(creation.count()).toBe(0);
		late.advance(0.2 * MINUTE_MS);
		expect(await run(creation.parameters())).toMatchObject({ contactId: expect.any(String) });
		expect(creation.count()).toBe(1);
	});

	it('is sent once more at once where the option says so', async () => {
		const creation = CREATIONS['Note > Add']!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS['a gateway answers 504']);
		const parameters = { ...creation.parameters(), options: { waitAfterLostAnswer: 0 } };
		expect(await run(parameters)).toMatchObject({ details: { transient: true } });
		expect(await run(parameters)).toMatchObject({ added: true });
	});

	it('stays refused while it may still be carried out', async () => {
		const creation = CREATIONS['Note > Add']!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS['the CRM refuses with 422']);
		for (let delivery = 1; delivery <= 2; delivery += 1) {
			expect(await run(creation.parameters())).toMatchObject({
				error: expect.stringContaining('did not accept'),
				details: { transient: false },
			});
		}
		expect(sandbox.journal.count({ method: 'POST', path: '/notes' })).toBe(1);
	});
});

describe('a twin that comes after the wait', () => {
	it('of a note is taken back at the next delivery', async () => {
		const creation = CREATIONS['Note > Add']!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS['a gateway answers 502']);
		await run(creation.parameters());
		late.advance(4 * MINUTE_MS);
		const { noteId } = await run(creation.parameters());
		late.advance(1000);
		await late.commit();
		expect(creation.count()).toBe(2);
		expect(await run({ ...creation.parameters(), lookFirst: true })).toMatchObject({
			noteId,
			added: false,
		});
		expect(creation.count()).toBe(1);
	});

	it('of a contact is named, and nothing is written to either', async () => {
		const creation = CREATIONS['Contact > Find']!();
		late = new LateCommits(sandbox, creation.path);
		late.arm(ANSWERS['a gateway answers 502']);
		await run(creation.parameters());
		late.advance(4 * MINUTE_MS);
		const commit = async () => await late.commit();
		sandbox.faults.add({
			service: 'crm',
			method: 'POST',
			path: '/contacts/',
			action: { kind: 'run', run: commit },
		});
		const said = await run(creation.parameters());
		const ids = sandbox.location.contacts().map(({ id }) => id);
		expect(ids).toHaveLength(2);
		expect(said.error).toContain('several contacts have this ModMed Patient ID');
		for (const id of ids) expect(JSON.stringify(said)).toContain(id);
	});
});
