import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IPollFunctions } from 'n8n-workflow';

import { pollExclusively, type PollWindow } from '../../../nodes/shared/polling/pollExclusively';
import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { FakePractice } from '../../support/fakePractice';
import { PollHarness } from '../../support/pollHarness';
import { fhirAppointment } from '../../support/practice';
import { useNock } from '../../support/useNock';

useNock();

const MINUTE = 60_000;
const START = Date.parse('2026-03-10T15:00:00.000Z');
let now = START;
let practice: FakePractice;

beforeEach(() => {
	resetProcessMemory();
	now = START;
	practice = new FakePractice();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

/** A new appointment of a new patient, so that nothing but the trigger itself can raise a doubt. */
function book(id: string): void {
	const stamp = new Date(now).toISOString();
	practice.appointments.push(
		fhirAppointment({ id, patient: `p${id}`, lastUpdated: stamp, created: stamp }),
	);
}

function later(minutes: number): void {
	now += minutes * MINUTE;
}

async function published(prepare: (poller: PollHarness) => void = () => {}): Promise<PollHarness> {
	const poller = new PollHarness();
	prepare(poller);
	poller.register();
	await poller.activate();
	return poller;
}

describe('whether an event may have been delivered before', () => {
	it('is not asked of one that cannot', async () => {
		const poller = await published();
		for (const id of ['1', '2']) {
			later(5);
			book(id);
			await poller.tick();
		}
		expect(poller.delivered).toMatchObject([{ lookFirst: false }, { lookFirst: false }]);
	});

	it('is asked where n8n has two memories of one trigger', async () => {
		const [one, other] = [await published(), await published()];
		later(5);
		book('1');
		await one.tick();
		later(5);
		await other.tick();
		expect(one.delivered).toMatchObject([{ id: '1', lookFirst: false }]);
		expect(other.delivered).toMatchObject([{ id: '1', lookFirst: true }]);
	});

	it('is asked where a copy of the workflow is published beside it', async () => {
		const one = await published();
		const copy = await published((poller) => (poller.workflowId = 'workflow-2'));
		later(5);
		book('1');
		await Promise.all([one.tick(), copy.tick()]);
		expect([...one.delivered, ...copy.delivered]).toMatchObject([
			{ id: '1', lookFirst: true },
			{ id: '1', lookFirst: true },
		]);
	});

	it('is asked in queue mode, where a worker outlives the process that handed over', async () => {
		const poller = await published((one) => (one.hasWorkers = true));
		for (const id of ['1', '2']) {
			later(5);
			book(id);
			await poller.tick();
		}
		expect(poller.delivered).toMatchObject([{ lookFirst: false }, { lookFirst: true }]);
	});
});

describe('a memory that n8n has lost', () => {
	it('is still known after the trigger was renamed', async () => {
		const poller = await published();
		later(5);
		book('1');
		await poller.tick();
		later(2);
		book('2');
		poller.rename('Another name');
		await poller.activate();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1', '2']);
	});
});

describe('an execution whose end is never told', () => {
	it('is given up after twice the time it may take, and its events come again', async () => {
		jest.restoreAllMocks();
		now = Date.now();
		const poller = await published((one) => (one.settings = { executionTimeout: 0.2 }));
		book('1');
		poller.outcome = () => undefined;
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
		poller.outcome = () => 'success';
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id: '1', attempt: 1 },
			{ id: '1', attempt: 2, lookFirst: true },
		]);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'n8n did not report the result of an execution with changes from ModMed',
		]);
	});

	it('is not given up before', async () => {
		jest.restoreAllMocks();
		now = Date.now();
		const poller = await published((one) => (one.settings = { executionTimeout: 60 }));
		poller.budgetMs = 300;
		book('1');
		poller.outcome = () => undefined;
		await poller.tick();
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
		expect(poller.errors).toEqual([]);
	});
});

describe('the time of a poll', () => {
	let polls = 0;

	/** How long polls may take that n8n calls with these contexts, one after the other. */
	async function spans(contexts: IPollFunctions[]): Promise<number[]> {
		const found: number[] = [];
		polls += 1;
		for (const context of contexts) {
			await pollExclusively(context, 'ModMed', async (_turn, { started, deadline }: PollWindow) => {
				found.push(deadline - started);
				return await Promise.resolve(null);
			});
		}
		return found;
	}

	const contextWith = (budgetMs: number) =>
		({
			getWorkflow: () => ({ id: `spans-${polls}` }),
			getNode: () => ({ id: 'trigger' }),
			getPollBudgetMs: () => budgetMs,
		}) as unknown as IPollFunctions;

	it('is short where n8n waits for it to register the trigger, and long after that', async () => {
		const registered = contextWith(300_000);
		expect(await spans([registered, registered])).toEqual([40_000, 270_000]);
	});

	it('is short again after the trigger was registered anew', async () => {
		expect(await spans([contextWith(300_000), contextWith(300_000)])).toEqual([40_000, 40_000]);
	});

	it('is what n8n tells with durable polls, each of which is called anew', async () => {
		expect(await spans([contextWith(36_000), contextWith(36_000)])).toEqual([32_400, 32_400]);
		expect(await spans([contextWith(192_000), contextWith(192_000)])).toEqual([172_800, 172_800]);
	});
});
