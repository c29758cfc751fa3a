import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, fhirAppointment, practiceCredential } from '../../../support/practice';
import { useNock } from '../../../support/useNock';
import { grant, idsOf, listAppointments, pageUrl, withToken } from '../support/appointmentPages';

useNock();

describe('the token', () => {
	it.each([401, 403])('is renewed in the middle of paging on %i, and kept', async (status) => {
		withToken('token-1')
			.get('/Appointment')
			.reply(200, bundle([fhirAppointment({ id: '1' })], pageUrl(2)));
		withToken('token-1').get('/Appointment').query({ page: 2 }).reply(status, '');
		grant().reply(200, { access_token: 'token-2' });
		withToken('token-2')
			.get('/Appointment')
			.query({ page: 2 })
			.reply(200, bundle([fhirAppointment({ id: '2' })], pageUrl(3)));
		withToken('token-2').get('/Appointment').query({ page: 3 }).reply(200, bundle([]));
		expect(idsOf(await listAppointments())).toEqual(['1', '2']);
	});

	it('is renewed once for a 403, and then not again for a while', async () => {
		const base = 'https://ema.test/firm/denied/ema';
		const credential = practiceCredential({ baseUrl: base });
		nock(`${base}/fhir/v2`).get('/Appointment').times(3).reply(403, { message: 'Forbidden' });
		nock(base).post('/ws/oauth2/grant').once().reply(200, { access_token: 'token-2' });
		const { error } = await listAppointments(credential);
		expect(error?.message).toBe('ModMed does not allow this login to search Appointment');
		expect(error?.description).toContain('acl/appmt_s');
		expect((await listAppointments(credential)).error?.message).toBe(error?.message);
		expect(nock.isDone()).toBe(true);
	});
});
