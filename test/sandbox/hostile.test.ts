import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../sandbox';
import { control, ids, modMedClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await sandboxAtNoon({ seed: 'empty' });
});
afterEach(async () => {
	await sandbox.stop();
});

const odd = {
	resourceType: 'Appointment',
	id: 'odd',
	meta: { lastUpdated: '2026-03-10T10:00:00.000+00:00' },
	status: 7,
	start: 'soon',
	appointmentType: [],
	participant: 'nobody',
};

describe('malformed resources', () => {
	it('go out as they were put in, among good ones', async () => {
		const { status } = await control(sandbox, 'POST', 'resources', odd);
		expect(status).toBe(200);
		const get = await modMedClient(sandbox);
		const found = await get('GET', 'Appointment?_lastUpdated=ge2026-03-09&patient=1');
		expect(ids(found)).toEqual([]);
		expect(
			(await get('GET', 'Appointment?_lastUpdated=ge2026-03-09')).body.entry?.[0],
		).toMatchObject({
			resource: odd,
		});
		expect((await control(sandbox, 'GET', 'state')).status).toBe(200);
	});

	it('keep absolute references and hostile keys', async () => {
		const reference = 'http://elsewhere.example/fhir/Patient/1';
		const text = `{"resourceType":"Patient","id":"p","link":[{"other":{"reference":"${reference}"}}],
			"__proto__":{"polluted":true}}`;
		sandbox.practice.put(JSON.parse(text));
		const get = await modMedClient(sandbox);
		const { text: sent } = await get('GET', 'Patient/p');
		expect(sent).toContain('"__proto__":{"polluted":true}');
		expect(sent).toContain(`{"reference":"${reference}"}`);
	});
});
