import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { FakePractice } from '../../support/fakePractice';
import { PollHarness } from '../../support/pollHarness';
import { FHIR, fhirAppointment } from '../../support/practice';
import { useNock } from '../../support/useNock';

/** Only the clock stands still: timers go on, or nothing would ever be answered. */
function setClock(instant: string): void {
	jest.useFakeTimers({ now: new Date(instant), doNotFake: TIMERS });
}
const TIMERS = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
] as const satisfies readonly string[] as never;

useNock();

let practice: FakePractice;

beforeEach(() => {
	resetProcessMemory();
	practice = new FakePractice();
	setClock('2026-03-10T15:00:00.000Z');
});
afterEach(() => {
	jest.useRealTimers();
});

const at = (time: string) => `2026-03-10T${time}:00.000+00:00`;
const created = '2026-03-10T14:55:00+00:00';

describe('the first activation', () => {
	it('takes stock and emits nothing', async () => {
		practice.appointments = [fhirAppointment({ lastUpdated: at('14:00') })];
		const poller = new PollHarness();
		await poller.activate();
		await poller.tick();
		expect(poller.executions).toEqual([]);
		expect(poller.errors).toEqual([]);
		expect(practice.asked[0]).toContain('_lastUpdated=ge2026-03-09');
	});

	it('is not stopped by an outage, and emits what changed after it', async () => {
		practice.status = 503;
		const poller = new PollHarness();
		expect(await poller.activate()).toBeNull();
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'ModMed is unavailable at the moment',
		]);
		practice.status = 200;
		practice.appointments = [
			fhirAppointment({ id: 'before', lastUpdated: at('14:59') }),
			fhirAppointment({ id: 'after', lastUpdated: at('15:02') }),
		];
		setClock('2026-03-10T15:05:00.000Z');
		poller.restart();
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['after']);
	});

	it('starts from a date, in the time zone of the workflow', async () => {
		practice.appointments = [
			fhirAppointment({ id: 'early', lastUpdated: '2026-03-10T03:59:00Z' }),
			fhirAppointment({
				id: 'late',
				lastUpdated: '2026-03-10T04:01:00Z',
				created: '2026-03-10T04:01:00Z',
			}),
		];
		const poller = new PollHarness({ options: { startFrom: '2026-03-10T00:00:00' } });
		await poller.activate();
		expect(poller.delivered).toMatchObject([{ id: 'late', reasons: ['new'], lookFirst: true }]);
		await poller.tick();
		expect(poller.delivered).toHaveLength(1);
	});

	it('reads a long gap day by day', async () => {
		practice.appointments = [
			fhirAppointment({ id: 'a', lastUpdated: '2026-03-03T12:00:00Z' }),
			fhirAppointment({ id: 'b', lastUpdated: '2026-03-06T12:00:00Z' }),
			fhirAppointment({ id: 'c', lastUpdated: '2026-03-10T12:00:00Z' }),
		];
		const poller = new PollHarness({ options: { startFrom: '2026-03-02T00:00:00Z' } });
		await poller.activate();
		expect(practice.asked.some((url) => url.includes('eq2026-03-06'))).toBe(true);
		expect(poller.delivered.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
	});
});

describe('changes', () => {
	async function stocked(...appointments: Array<Record<string, unknown>>): Promise<PollHarness> {
		practice.appointments = appointments.map(fhirAppointment);
		const poller = new PollHarness();
		await poller.activate();
		setClock('2026-03-10T15:05:00.000Z');
		return poller;
	}

	it('are emitted as references, in the order of their time', async () => {
		const poller = await stocked({ id: '1', lastUpdated: at('14:00') });
		practice.change('1', { status: 'booked' }, at('15:03'));
		practice.appointments.push(
			fhirAppointment({ id: '2', patient: '9', lastUpdated: at('15:01'), created: at('15:01') }),
		);
		await poller.tick();
		expect(poller.delivered).toEqual([
			{
				event: 'appointmentChanged',
				key: expect.stringMatching(/^Appointment\/2#[0-9a-f]{12}$/),
				resourceType: 'Appointment',
				id: '2',
				lastUpdated: '2026-03-10T15:01:00.000Z',
				reasons: ['new'],
				lookFirst: false,
				attempt: 1,
			},
			expect.objectContaining({ id: '1', reasons: ['status'], lookFirst: false }),
		]);
		await poller.tick();
		expect(poller.delivered).toHaveLength(2);
	});

	it('are none where an appointment was only touched, and blocks are passed over', async () => {
		const poller = await stocked({ id: '1', lastUpdated: at('14:00') });
		practice.change('1', { comment: 'x' }, at('15:03'));
		practice.appointments.push(
			fhirAppointment({ id: 'block', patient: '', lastUpdated: at('15:03') }),
		);
		await poller.tick();
		expect(poller.delivered).toEqual([]);
		expect(poller.errors).toEqual([]);
	});

	it('say to look first where the former state is not known', async () => {
		const poller = await stocked();
		practice.appointments.push(
			fhirAppointment({ id: '1', lastUpdated: at('15:03'), created: '2026-01-01T10:00:00Z' }),
		);
		await poller.tick();
		expect(poller.delivered).toMatchObject([{ reasons: ['changed'], lookFirst: true }]);
	});

	it('of one patient come one execution after the other', async () => {
		const poller = await stocked();
		for (const id of ['1', '2']) {
			practice.appointments.push(fhirAppointment({ id, lastUpdated: at(`15:0${id}`), created }));
		}
		await poller.tick();
		expect(poller.executions.map(({ items }) => items)).toMatchObject([
			[{ id: '1', lookFirst: false }],
			[{ id: '2', lookFirst: true }],
		]);
	});

	it('pass the filters, and are remembered where they do not', async () => {
		practice.appointments = [];
		const poller = new PollHarness({ options: { locations: ['827'], statuses: ['booked'] } });
		await poller.activate();
		practice.appointments = [
			fhirAppointment({ id: '1', status: 'booked', lastUpdated: at('15:01'), created }),
			fhirAppointment({
				id: '2',
				status: 'booked',
				location: '1',
				lastUpdated: at('15:01'),
				created,
			}),
			fhirAppointment({ id: '3', lastUpdated: at('15:01'), created }),
		];
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
		expect(Object.keys(poller.state.seen as object).sort()).toEqual(['1', '2', '3']);
	});

	it('come with their data where wanted', async () => {
		practice.appointments = [];
		const poller = new PollHarness({ output: 'fullData' });
		await poller.activate();
		practice.appointments = [fhirAppointment({ id: '1', lastUpdated: at('15:01'), created })];
		nock(FHIR)
			.get('/Patient/385871')
			.reply(200, { resourceType: 'Patient', id: '385871', name: [{ family: 'M' }] });
		for (const id of ['375399', 'ref%7C375399']) {
			nock(FHIR).get(`/Practitioner/${id}`).reply(404, {});
		}
		nock(FHIR)
			.get('/Location/827')
			.reply(200, { resourceType: 'Location', id: '827', name: 'Main' });
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{
				id: '1',
				appointment: { providerName: '375399', locationName: 'Main' },
				patient: { lastName: 'M' },
			},
		]);
	});

	it('of which one cannot be read are reported once, and the rest goes on', async () => {
		const poller = await stocked();
		practice.appointments = [
			fhirAppointment({ id: '1', lastUpdated: at('15:01'), created }),
			fhirAppointment({ id: 'odd', status: null, lastUpdated: at('15:01') }),
		];
		await poller.tick();
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			'Appointment odd from ModMed could not be read and was skipped',
		]);
	});

	it('are read to the last page, and nothing else is asked where there are none', async () => {
		practice.pageSize = 2;
		const poller = await stocked(
			{ lastUpdated: at('14:00') },
			{ lastUpdated: at('14:00') },
			{ lastUpdated: at('14:00') },
		);
		practice.asked.length = 0;
		await poller.tick();
		expect(practice.asked).toHaveLength(3);
		expect(nock.pendingMocks().every((mock) => mock.includes('/Appointment'))).toBe(true);
	});
});

describe('delivery', () => {
	async function withEvent(): Promise<PollHarness> {
		practice.appointments = [];
		const poller = new PollHarness();
		await poller.activate();
		practice.appointments = [fhirAppointment({ id: '1', lastUpdated: at('15:01'), created })];
		setClock('2026-03-10T15:05:00.000Z');
		return poller;
	}

	it('is repeated after an execution that did not succeed, and says so', async () => {
		const poller = await withEvent();
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

	/** With a clock that runs: these wait for a poll to come to its end. */
	async function withEventNow(): Promise<PollHarness> {
		jest.useRealTimers();
		practice.appointments = [];
		const poller = new PollHarness();
		await poller.activate();
		const now = new Date().toISOString();
		practice.appointments = [fhirAppointment({ id: '1', lastUpdated: now, created: now })];
		poller.budgetMs = 400;
		return poller;
	}

	it('is repeated after a crash in the middle of the execution', async () => {
		const poller = await withEventNow();
		poller.outcome = () => undefined;
		await poller.tick();
		poller.restart();
		poller.outcome = () => 'success';
		await poller.activate();
		expect(poller.delivered).toMatchObject([
			{ id: '1', attempt: 1 },
			{ id: '1', lookFirst: true, attempt: 1 },
		]);
		await poller.tick();
		expect(poller.delivered).toHaveLength(2);
	});

	it('says to look first after a start where n8n could not save what had been handed over', async () => {
		const poller = await withEvent();
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

	it('says so until all that was left by then has been delivered', async () => {
		const poller = await withEvent();
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

	it('waits for an execution that outlives its poll', async () => {
		const poller = await withEventNow();
		poller.outcome = () => undefined;
		const started = Date.now();
		await poller.tick();
		expect(Date.now() - started).toBeLessThan(2_000);
		expect(await poller.tick()).toBeNull();
		expect(poller.executions).toHaveLength(1);
		poller.executions[0]?.finish('success');
		await poller.tick();
		await poller.tick();
		expect(poller.executions).toHaveLength(1);
	});

	it('never runs two polls at once', async () => {
		const poller = await withEvent();
		await Promise.all([poller.tick(), poller.tick(), poller.tick()]);
		expect(poller.executions).toHaveLength(1);
	});

	it('hands over at most fifty at a time, and keeps what was delivered when one fails', async () => {
		const poller = await withEvent();
		practice.appointments = Array.from({ length: 120 }, (_, index) =>
			fhirAppointment({ id: `n${index}`, patient: `p${index}`, lastUpdated: at('15:01'), created }),
		);
		let executions = 0;
		poller.outcome = () => (++executions === 2 ? 'error' : 'success');
		await poller.tick();
		expect(poller.executions.map(({ items }) => items.length)).toEqual([50, 50]);
		await poller.tick();
		await poller.tick();
		const ids = poller.delivered.map(({ id }) => id);
		expect(new Set(ids).size).toBe(120);
		// The fifty that failed came twice, and only they.
		expect(ids).toHaveLength(170);
		const again = poller.delivered.filter(({ id }, index) => ids.indexOf(id) < index);
		expect(again.every(({ lookFirst }) => lookFirst === true)).toBe(true);
	});

	it('keeps its memory and reports at growing distances while ModMed is down', async () => {
		const poller = await withEvent();
		const before = poller.state;
		practice.status = 404;
		for (let poll = 0; poll < 9; poll++) await poller.tick();
		expect(poller.errors).toHaveLength(4);
		expect(poller.state).toEqual(before);
		practice.status = 200;
		await poller.tick();
		expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
	});

	it('is made good where an appointment returned to its former state meanwhile', async () => {
		const poller = await withEvent();
		await poller.tick();
		practice.change('1', { status: 'booked' }, at('15:02'));
		poller.outcome = () => 'error';
		await poller.tick();
		practice.change('1', { status: 'pending' }, at('15:03'));
		poller.outcome = () => 'success';
		await poller.tick();
		const [first, , last] = poller.delivered;
		expect(last).toMatchObject({ key: first?.key, lookFirst: true });
	});

	it('of a state that was left and taken again is a new event', async () => {
		const poller = await withEvent();
		await poller.tick();
		practice.change('1', { status: 'booked' }, at('15:02'));
		await poller.tick();
		practice.change('1', { status: 'pending' }, at('15:03'));
		await poller.tick();
		expect(poller.delivered.map(({ reasons }) => reasons)).toEqual([
			['new'],
			['status'],
			['status'],
		]);
	});
});

describe('a manual run', () => {
	it('shows one recent sample and changes nothing', async () => {
		practice.appointments = [
			fhirAppointment({ id: '1', lastUpdated: '2026-03-05T10:00:00Z' }),
			fhirAppointment({ id: '2', lastUpdated: '2026-03-06T10:00:00Z' }),
		];
		const poller = new PollHarness();
		const result = await poller.tick('manual');
		expect(result?.[0]?.map(({ json }) => json.id)).toEqual(['2']);
		expect(poller.executions).toEqual([]);
		expect(poller.state ?? {}).toEqual({});
	});

	it('says why it cannot show any', async () => {
		await expect(new PollHarness().tick('manual')).rejects.toThrow('no recent event');
		practice.status = 404;
		await expect(new PollHarness().tick('manual')).rejects.toThrow('does not know this practice');
	});
});

describe('the memory', () => {
	it('stays small at 10,000 appointments a week, and holds no patient', async () => {
		const weekly = 10_000;
		practice.pageSize = 5_000;
		practice.appointments = Array.from({ length: weekly }, (_, index) => {
			const lastUpdated = new Date(
				Date.UTC(2026, 2, 3, 15) + (index * 7 * 86_400_000) / weekly,
			).toISOString();
			return fhirAppointment({
				id: String(200_000 + index),
				patient: `patient-${index}`,
				lastUpdated,
			});
		});
		const poller = new PollHarness();
		await poller.activate();
		const size = JSON.stringify(poller.state).length;
		expect(Object.keys(poller.state.seen as object).length).toBeGreaterThan(1_000);
		// Two days of appointments at 40 bytes each.
		expect(size).toBeLessThan(120_000);
		expect(JSON.stringify(poller.state)).not.toContain('patient-');
	});
});
