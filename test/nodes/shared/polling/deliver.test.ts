import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { FakePractice } from '../../../support/fakePractice';
import {
	at,
	book,
	created,
	later,
	pollerWithEvent,
	published,
	startPractice,
} from '../../../support/pollClock';
import { fhirAppointment } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

describe('delivery', () => {
	it('is repeated after an execution that did not succeed, and says so', async () => {
		const poller = await pollerWithEvent(practice);
		poller.outcome = () => 'error';
		await poller.tick();
		poller.outcome = () => 'success';
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id: '1', lookFirst: false, attempt: 1 },
			{ id: '1', lookFirst: true, attempt: 2 },
		]);
	});

	it('hands over at most fifty at a time, and keeps what was delivered when one fails', async () => {
		const poller = await pollerWithEvent(practice);
		practice.appointments = Array.from({ length: 120 }, (_, index) =>
			fhirAppointment({ id: `n${index}`, patient: `p${index}`, lastUpdated: at('15:01'), created }),
		);
		let executions = 0;
		poller.outcome = () => (++executions === 2 ? 'error' : 'success');
		await poller.tick();
		// Which of the fifty it lies with shows in smaller batches.
		const sizes = [50, 50, 6, 6, 6, 6, 6, 6, 6, 6, 2, 20];
		expect(poller.executions.map(({ items }) => items.length)).toEqual(sizes);
		await poller.tick();
		const ids = poller.delivered.map(({ id }) => id);
		expect(new Set(ids).size).toBe(120);
		// The fifty that failed came twice, and only they.
		expect(ids).toHaveLength(170);
		const again = poller.delivered.filter(({ id }, index) => ids.indexOf(id) < index);
		expect(again.every(({ lookFirst }) => lookFirst === true)).toBe(true);
	});
});

describe('whether an event may have been delivered before', () => {
	it('is not asked of one that cannot', async () => {
		const poller = await published();
		for (const id of ['1', '2']) {
			later(5);
			book(practice, id);
			await poller.tick();
		}
		expect(poller.delivered).toMatchObject([{ lookFirst: false }, { lookFirst: false }]);
	});

	it('is asked where n8n has two memories of one trigger', async () => {
		const [one, other] = [await published(), await published()];
		later(5);
		book(practice, '1');
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
		book(practice, '1');
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
			book(practice, id);
			await poller.tick();
		}
		expect(poller.delivered).toMatchObject([{ lookFirst: false }, { lookFirst: true }]);
	});

	it('is asked after a start where n8n could not save what had been handed over', async () => {
		const poller = await pollerWithEvent(practice);
		poller.savingFails = true;
		await poller.tick();
		expect(poller.saved).not.toEqual({});
		expect(JSON.stringify(poller.saved)).not.toContain('Appointment/1#');
		poller.restart();
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id: '1', lookFirst: false },
			{ id: '1', lookFirst: true },
		]);
	});

	it('is asked until all that was left at the start has been delivered', async () => {
		const poller = await pollerWithEvent(practice);
		poller.savingFails = true;
		await poller.tick();
		poller.restart();
		practice.status = 404;
		await poller.tick();
		practice.status = 200;
		await poller.tick();
		practice.appointments.push(
			fhirAppointment({ id: '2', patient: '9', lastUpdated: at('15:04'), created }),
		);
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id: '1', lookFirst: false },
			{ id: '1', lookFirst: true },
			{ id: '2', lookFirst: false },
		]);
	});
});

describe('until when another process may have acted upon an event', () => {
	async function failOnce() {
		const poller = await pollerWithEvent(practice);
		poller.outcome = () => 'error';
		await poller.tick();
		poller.outcome = () => 'success';
		return poller;
	}

	it('is not said where this process knows by itself what it has done', async () => {
		const poller = await failOnce();
		later(5);
		await poller.tick();
		expect(poller.delivered.map(({ lastAttempt }) => lastAttempt)).toEqual([undefined, undefined]);
	});

	it('is when this process took over, for what was in flight in the one before', async () => {
		const poller = await failOnce();
		later(5);
		poller.restart();
		practice.status = 404;
		await poller.tick();
		practice.status = 200;
		later(5);
		await poller.tick();
		later(5);
		book(practice, '2');
		await poller.tick();
		expect(poller.delivered.map(({ id, lastAttempt }) => [id, lastAttempt])).toEqual([
			['1', undefined],
			['1', '2026-03-10T15:10:00.000Z'],
			['2', undefined],
		]);
	});

	it('is when the last execution had failed, where workers run them', async () => {
		const poller = await pollerWithEvent(practice);
		poller.hasWorkers = true;
		poller.outcome = () => 'error';
		await poller.tick();
		later(5);
		poller.outcome = () => 'success';
		await poller.tick();
		expect(poller.delivered.map(({ lastAttempt }) => lastAttempt)).toEqual([
			undefined,
			'2026-03-10T15:05:00.000Z',
		]);
	});
});
