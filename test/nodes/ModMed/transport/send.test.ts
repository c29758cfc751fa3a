import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, fhirAppointment, modMedSurroundings } from '../../../support/practice';
import { runNode } from '../../../support/runNode';
import { useNock } from '../../../support/useNock';
import { firstPage, idsOf, listAppointments } from '../support/appointmentPages';

useNock();

describe('a request', () => {
	it('is repeated after the time that ModMed asks to wait', async () => {
		firstPage().reply(429, '<html>', { 'retry-after': '1' });
		firstPage().reply(200, bundle([fhirAppointment({ id: '1' })]));
		const started = Date.now();
		expect(idsOf(await listAppointments())).toEqual(['1']);
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
	});

	it('is sent while at most two others are under way', async () => {
		let atWork = 0;
		let most = 0;
		nock(FHIR)
			.get(/Patient/)
			.times(9)
			.reply(async () => {
				most = Math.max(most, ++atWork);
				await new Promise((resolve) => setTimeout(resolve, 20));
				atWork--;
				return [200, { resourceType: 'Patient', id: '1' }];
			});
		const get = { resource: 'patient', operation: 'get', patientId: '1' };
		await Promise.all(
			[1, 2, 3].map(async () => await runNode('modMed', get, [{}, {}, {}], modMedSurroundings())),
		);
		expect(most).toBe(3);
	});
});
