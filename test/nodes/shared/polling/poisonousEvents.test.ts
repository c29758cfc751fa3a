import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import { OUTAGE, POISON } from '../../../support/endings';
import { FakePractice } from '../../../support/fakePractice';
import { PollHarness } from '../../../support/pollHarness';
import { fhirAppointment } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

const MINUTE = 60_000;
let now = Date.parse('2026-03-10T15:00:00.000Z');
let practice: FakePractice;
let poller: PollHarness;

beforeEach(async () => {
	resetProcessMemory();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	practice = new FakePractice();
	poller = new PollHarness();
	poller.register();
	await poller.activate();
	poller.outcome = (items) => (items.some(isPoison) ? POISON : 'success');
});
afterEach(() => void jest.restoreAllMocks());

const isPoison = ({ id, setAside }: { id?: unknown; setAside?: unknown }) =>
	String(id).startsWith('poison') && setAside !== true;
const idsOf = (items: Array<{ id?: unknown }>) => items.map(({ id }) => id);

function book(id: string, patient = `p${id}`): void {
	now += 1_000;
	const stamp = new Date(now).toISOString();
	practice.appointments.push(fhirAppointment({ id, patient, lastUpdated: stamp, created: stamp }));
}

async function polls(count: number): Promise<void> {
	for (let poll = 0; poll < count; poll++) {
		now += 5 * MINUTE;
		await poller.tick();
	}
}

describe('an event whose execution fails every time', () => {
	it('holds up no other event of the same poll', async () => {
		['poison', 'one', 'two'].forEach((id) => book(id));
		await polls(1);
		expect(idsOf(poller.done)).toEqual(['one', 'two']);
	});

	it('is set aside after three failures, with the reason and once', async () => {
		book('poison');
		await polls(3);
		const last = poller.executions.at(-1)?.items[0];
		expect(last).toMatchObject({
			id: 'poison',
			setAside: true,
			reason: "Its executions failed at 'Set the fields' (ExpressionError)",
			lookFirst: true,
		});
		expect(poller.executions.map(({ status }) => status)).toEqual([
			'error',
			'error',
			'error',
			'success',
		]);
		await polls(20);
		expect(poller.executions).toHaveLength(4);
	});

	it('is reported by the trigger when it is set aside, without the words of the failure', async () => {
		book('poison');
		await polls(4);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'Appointment/poison from ModMed was set aside after 3 failed executions',
		]);
		expect(JSON.stringify(poller.errors)).not.toContain('Testa');
	});

	it('among two hundred leaves all others done within fifteen minutes', async () => {
		for (let index = 0; index < 200; index++)
			book(index % 20 === 0 ? `poison${index}` : `a${index}`);
		await polls(3);
		expect(new Set(idsOf(poller.done)).size).toBe(200);
		expect(idsOf(poller.done.filter((item) => item.setAside !== true))).toHaveLength(190);
	});

	it('keeps the order of its subject: later events of it wait until it is set aside', async () => {
		book('poison', 'same');
		book('later', 'same');
		await polls(2);
		expect(idsOf(poller.done)).toEqual([]);
		await polls(1);
		expect(idsOf(poller.done)).toEqual(['poison', 'later']);
	});

	it('of a workflow that does not know of setting aside is tried less and less often', async () => {
		poller.outcome = (items) => (idsOf(items).includes('poison') ? POISON : 'success');
		book('poison');
		await polls(288);
		expect(poller.executions.length).toBeLessThan(40);
		book('one');
		await polls(1);
		expect(idsOf(poller.done)).toEqual(['one']);
	});

	it('is counted on by a process that starts anew', async () => {
		book('poison');
		await polls(2);
		book('one');
		poller.restart();
		await polls(2);
		expect(idsOf(poller.done)).toEqual(['one', 'poison']);
	});
});

describe('while a service is away', () => {
	it('no event is ever set aside, however long it lasts, and all arrive afterwards', async () => {
		for (let index = 0; index < 60; index++) book(`a${index}`);
		poller.outcome = () => OUTAGE;
		await polls(200);
		expect(poller.delivered.filter(({ setAside }) => setAside === true)).toEqual([]);
		poller.outcome = () => 'success';
		await polls(3);
		expect(new Set(idsOf(poller.done)).size).toBe(60);
		expect(poller.done).toHaveLength(60);
	});

	it('a poll gives up soon instead of trying each event', async () => {
		for (let index = 0; index < 60; index++) book(`a${index}`);
		poller.outcome = () => OUTAGE;
		await polls(10);
		expect(poller.executions.length).toBeLessThanOrEqual(20);
	});

	it('for one event alone, the others arrive', async () => {
		poller.outcome = (items) => (idsOf(items).includes('poison') ? OUTAGE : 'success');
		['poison', 'one', 'two'].forEach((id) => book(id));
		await polls(3);
		expect(idsOf(poller.done)).toEqual(['one', 'two']);
		book('three');
		await polls(1);
		expect(idsOf(poller.done)).toEqual(['one', 'two', 'three']);
	});
});
