import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seed, type Sandbox } from '../../sandbox';
import { ids, modMedClient, sandboxAtNoon } from './client';

const { PATIENTS, TYPES, PROVIDERS, LOCATIONS } = seed;

let sandbox: Sandbox;
let get: Awaited<ReturnType<typeof modMedClient>>;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
	get = await modMedClient(sandbox);
});
afterEach(async () => {
	await sandbox.stop();
});

const book = (start: string, typeCode: string = TYPES.nonSurgicalAppointment.code) =>
	sandbox.practice.book({
		patientId: PATIENTS.testa.id,
		typeCode,
		practitionerId: PROVIDERS.surgeon.id,
		locationId: LOCATIONS.clinic.id,
		start,
	});

describe('paging', () => {
	it('counts one page only and offers a next page behind the last one', async () => {
		const first = await get('GET', 'Appointment?_count=4');
		expect(first.body.total).toBe(4);
		const second = await get('GET', String(first.body.link?.[1]?.url));
		expect(second.body.total).toBe(1);
		expect(second.body.link?.[1]?.relation).toBe('next');
		const third = await get('GET', String(second.body.link?.[1]?.url));
		expect(third.body).toMatchObject({ total: 0, link: [{ relation: 'self' }] });
		expect(third.body).not.toHaveProperty('entry');
		expect(new Set([...ids(first), ...ids(second)]).size).toBe(5);
	});

	it('counts everything when the optimisation is disabled', async () => {
		const extra = { 'content-flag': 'Pagination_optimization_disabled' };
		const { body } = await get('GET', 'Appointment?_count=4', undefined, extra);
		expect(body.total).toBe(5);
		expect(JSON.stringify(body.link)).toContain('last');
	});

	it('never gives more than 50 appointments', async () => {
		for (let index = 0; index < 60; index += 1) book('2026-04-01T15:00:00Z');
		expect((await get('GET', 'Appointment?_count=200')).body.total).toBe(50);
	});
});

describe('an appointment', () => {
	it('is shaped as the published example is', async () => {
		const { id } = book('2026-03-12T15:00:00Z');
		const { body } = await get('GET', `Appointment/${id}`);
		const root = `${sandbox.modMed.url}/fhir/v2`;
		expect(body).toMatchObject({
			status: 'pending',
			start: '2026-03-12T15:00:00.000+00:00',
			created: '2026-03-10T16:00:00+00:00',
			meta: { lastUpdated: '2026-03-10T16:00:00.000+00:00' },
			appointmentType: { coding: [{ code: '1955', system: `${root}/ValueSet/appointment-type` }] },
		});
		const patient = `${root}/Patient/${PATIENTS.testa.id}`;
		expect(body.participant?.[1]).toEqual({ actor: { reference: patient, display: patient } });
	});

	it('leaves a finished encounter behind when it is checked out', async () => {
		const { id } = book('2026-03-10T15:00:00Z');
		sandbox.practice.setStatus(id, 'fulfilled');
		const found = await get('GET', `Encounter?appointment=${id}`);
		expect(found.body.entry?.[0]?.resource).toMatchObject({ status: 'finished' });
	});

	it.each([
		['same', 'pending', 6],
		['cancelThenNew', 'cancelled', 7],
		['newThenCancel', 'cancelled', 7],
	] as const)('is rescheduled as %s', async (how, status, total) => {
		sandbox.unknowns.modMed.set('rescheduleMakesNew', how);
		const { id } = book('2026-03-12T15:00:00Z');
		sandbox.practice.reschedule(id, '2026-03-19T15:00:00Z');
		expect((await get('GET', `Appointment/${id}`)).body.status).toBe(status);
		expect((await get('GET', 'Appointment')).body.total).toBe(total);
	});
});

describe('_lastUpdated', () => {
	it.each([
		['rejected', 400, undefined],
		['ignoredTime', 200, 1],
		['honoured', 200, 0],
	] as const)('with a time is %s', async (answer, status, total) => {
		sandbox.unknowns.modMed.set('lastUpdatedTime', answer);
		book('2026-03-12T15:00:00Z');
		const reply = await get('GET', 'Appointment?_lastUpdated=ge2026-03-10T17:00:00Z');
		expect([reply.status, reply.body.total]).toEqual([status, total]);
	});

	it.each([
		['UTC', 1],
		['America/Los_Angeles', 0],
	] as const)('begins its days in %s', async (zone, total) => {
		sandbox.unknowns.modMed.set('dayBoundaryZone', zone);
		sandbox.clock.advance(10 * 3_600_000);
		get = await modMedClient(sandbox);
		book('2026-03-12T15:00:00Z');
		const reply = await get('GET', 'Appointment?_lastUpdated=gt2026-03-10');
		expect(reply.body.total).toBe(total);
	});

	it('moves when an appointment is touched', async () => {
		const path = 'Appointment?_lastUpdated=ge2026-03-10';
		const [first] = sandbox.practice.appointments();
		expect((await get('GET', path)).body.total).toBe(0);
		sandbox.practice.touch(first?.id ?? '');
		expect(ids(await get('GET', path))).toEqual([first?.id]);
	});
});

describe('other searches', () => {
	it.each([
		['digits', '5615550111', 1],
		['digits', '561-555-0111', 0],
		['asStored', '561-555-0111', 1],
		['any', '(561) 555 0111', 1],
	] as const)('finds a phone %s: %s', async (format, phone, total) => {
		sandbox.unknowns.modMed.set('phoneSearchFormat', format);
		const reply = await get('GET', `Patient?phone=${encodeURIComponent(phone)}`);
		expect(reply.body.total).toBe(total);
	});

	it('finds last names exactly, first names in part, and ignores what it does not know', async () => {
		expect((await get('GET', 'Patient?family=Doublet&given=Tw')).body.total).toBe(2);
		expect((await get('GET', 'Patient?family=Doub')).body.total).toBe(0);
		expect((await get('GET', 'Patient?name=Nobody')).body.total).toBe(12);
	});

	it.each([
		['none', 1],
		['neighbouringDays', 3],
		['filterIgnored', 6],
	] as const)('keeps to the dates asked: %s', async (answer, total) => {
		sandbox.unknowns.modMed.set('outOfRangeResults', answer);
		book('2026-03-13T15:00:00Z');
		const range = 'date=ge2026-03-13T00:00:00.000Z&date=le2026-03-13T23:59:59.9999999Z';
		expect((await get('GET', `Appointment?${range}`)).body.total).toBe(total);
	});

	it('lists active types in the shape that is switched on', async () => {
		const active = (await get('GET', 'ValueSet/appointment-type')).body;
		expect(active.expansion?.contains).toHaveLength(11);
		sandbox.unknowns.modMed.set('valueSetShape', 'compose');
		const composed = (await get('GET', 'ValueSet/appointment-type')).body;
		expect(composed.compose?.include?.[0]?.concept).toHaveLength(11);
	});

	it('keeps referring providers apart, under ids with a pipe', async () => {
		expect((await get('GET', 'Practitioner')).body.total).toBe(4);
		expect(ids(await get('GET', 'Practitioner?type=ref'))).toEqual(['ref|55588']);
		expect((await get('GET', 'Practitioner/ref%7C55588')).status).toBe(200);
	});

	it('finds charges by patient and not by change', async () => {
		const patientId = PATIENTS.testa.id;
		const { id } = sandbox.practice.addCharge({ patientId, amount: 83.63 });
		sandbox.practice.addCharge({ patientId: PATIENTS.max.id, amount: 10 });
		const found = await get('GET', `ChargeItem?patient=${patientId}&_lastUpdated=ge2099-01-01`);
		expect(ids(found)).toEqual([id]);
		expect(id).toMatch(/^CHG\|\d+$/);
		expect(found.body.entry?.[0]?.fullUrl).toContain('CHG%7C');
		expect(found.body.entry?.[0]?.resource).not.toHaveProperty('meta');
		expect((await get('GET', `ChargeItem/${encodeURIComponent(id)}`)).status).toBe(200);
	});
});
