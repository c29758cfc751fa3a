import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seed, type Sandbox } from '../../sandbox';
import { control, crmClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await sandboxAtNoon({ n8nUrl: 'http://localhost:5678' });
});
afterEach(async () => {
	await sandbox.stop();
});

const booking = {
	patientId: seed.PATIENTS.testa.id,
	typeCode: seed.TYPES.surgicalConsult.code,
	practitionerId: seed.PROVIDERS.surgeon.id,
	locationId: seed.LOCATIONS.clinic.id,
	start: '2026-03-12T15:00:00Z',
};

describe('the control API', () => {
	it.each([
		['confirm', 'booked'],
		['arrive', 'arrived'],
		['check-in', 'checked-in'],
		['check-out', 'fulfilled'],
		['no-show', 'noshow'],
		['cancel', 'cancelled'],
	])('books and does %s', async (action, status) => {
		const { status: code, body } = await control(sandbox, 'POST', 'appointments', booking);
		expect([code, body.status]).toEqual([201, 'pending']);
		const changed = await control(sandbox, 'POST', `appointments/${body.id}/${action}`);
		expect(changed.body.status).toBe(status);
	});

	it('says what is wrong', async () => {
		const reply = await control(sandbox, 'POST', 'appointments', { ...booking, typeCode: '0' });
		expect([reply.status, reply.body.message]).toEqual([400, 'There is no appointment type 0']);
	});

	it('shows both worlds in words', async () => {
		const { body } = await control(sandbox, 'GET', 'state');
		expect(body.n8nUrl).toBe('http://localhost:5678');
		expect(body.practice?.appointments).toHaveLength(5);
		expect(body.crm?.contacts?.[0]).toMatchObject({
			name: 'Testa Sample',
			opportunities: [{ pipeline: 'Surgical Pipeline', stage: 'New Lead', status: 'open' }],
		});
	});

	it('sets faults, unknowns and permissions, and resets them', async () => {
		const call = crmClient(sandbox);
		const location = `/locations/${sandbox.crm.locationId}`;
		const action = { kind: 'status', status: 500 };
		await control(sandbox, 'POST', 'faults', { service: 'crm', times: 0, action });
		expect((await call('GET', location)).status).toBe(500);
		await control(sandbox, 'DELETE', 'faults');
		await control(sandbox, 'POST', 'access', { crm: { revoke: ['locations.readonly'] } });
		expect((await call('GET', location)).status).toBe(401);
		await control(sandbox, 'POST', 'unknowns', { crm: { tagCase: 'kept' } });
		const unknown = { crm: { tagCase: 'shouted' } };
		expect((await control(sandbox, 'POST', 'unknowns', unknown)).status).toBe(400);
		expect(sandbox.unknowns.crm.get('tagCase')).toBe('kept');
		await control(sandbox, 'POST', 'reset');
		expect(sandbox.unknowns.crm.get('tagCase')).toBe('lowered');
		expect((await call('GET', location)).status).toBe(200);
		const { body } = await control(sandbox, 'GET', 'journal?service=crm');
		expect(body.entries).toHaveLength(1);
	});

	it('serves the page and nothing else of the disk', async () => {
		const page = await fetch(sandbox.page.url);
		expect(await page.text()).toContain('Sandbox: simulated ModMed and CRM');
		expect((await fetch(`${sandbox.page.url}/app.js`)).status).toBe(200);
		expect((await fetch(`${sandbox.page.url}/..%2Findex.ts`)).status).toBe(404);
	});

	it('starts empty when asked, with everything that has to be set up', async () => {
		const empty = await sandboxAtNoon({ seed: 'empty' });
		const { body } = await control(empty, 'GET', 'state');
		expect(body.practice).toMatchObject({ patients: [], appointments: [] });
		expect(body.crm?.contacts).toHaveLength(0);
		expect(body.crm?.pipelines).toHaveLength(2);
		await empty.stop();
	});
});
