import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';

import type { FakePractice } from '../../../support/fakePractice';
import { at, created, pollerWithEvent, setClock, startPractice } from '../../../support/pollClock';
import { PollHarness } from '../../../support/pollHarness';
import { FHIR, fhirAppointment } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;

beforeEach(() => {
	practice = startPractice();
});
afterEach(() => void jest.useRealTimers());

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

	it('are none if no tracked field changed, and blocks are ignored', async () => {
		const poller = await stocked({ id: '1', lastUpdated: at('14:00') });
		practice.change('1', { comment: 'x' }, at('15:03'));
		practice.appointments.push(
			fhirAppointment({ id: 'block', patient: '', lastUpdated: at('15:03') }),
		);
		await poller.tick();
		expect(poller.delivered).toEqual([]);
		expect(poller.errors).toEqual([]);
	});

	it('say to look first if the former state is not known', async () => {
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

	it('include the data with Full Data', async () => {
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

	it('are delivered if one of them cannot be read, which is reported once', async () => {
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

	it('are read to the last page, and nothing else is requested if there are none', async () => {
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

	it('are delivered again if an appointment returned to its former state meanwhile', async () => {
		const poller = await pollerWithEvent(practice);
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

	it('back to a former state are a new event', async () => {
		const poller = await pollerWithEvent(practice);
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
