import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { BASE, bundle, modMedSurroundings, practiceCredential } from '../../../support/practice';
import { runNode } from '../../../support/runNode';
import { useNock } from '../../../support/useNock';
import { firstPage, getAll, grant, listAppointments, withToken } from '../support/appointmentPages';

useNock();

describe('the login', () => {
	it('fetches a token if there is none, with the key and without a bearer token', async () => {
		nock(BASE, { reqheaders: { 'x-api-key': 'key-1' }, badheaders: ['authorization'] })
			.post('/ws/oauth2/grant', {
				grant_type: 'password',
				username: 'fhir_abc12',
				password: 'pass-1',
			})
			.reply(200, { access_token: 'new' });
		withToken('new').get('/Appointment').reply(200, bundle([]));
		expect((await listAppointments(practiceCredential({ accessToken: '' }))).error).toBeUndefined();
		expect(nock.isDone()).toBe(true);
	});

	it('that is wrong is reported with the fields to check', async () => {
		firstPage().reply(401, '');
		grant().reply(401, { error: 'invalid_grant', error_description: 'pass-1 is wrong' });
		const { error } = await listAppointments();
		expect(error?.message).toBe(
			"ModMed rejected the login: check 'FHIR Username' or 'FHIR Password'",
		);
		expect(
			`${error?.message} ${error?.description} ${JSON.stringify(error?.context)}`,
		).not.toContain('pass-1');
	});

	it('that was rejected is not repeated at once, unless it was corrected', async () => {
		let logins = 0;
		nock(BASE)
			.persist()
			.post('/ws/oauth2/grant')
			.reply(401, () => {
				logins += 1;
				return { error: 'invalid_grant' };
			});
		const withoutToken = (password: string) => practiceCredential({ accessToken: '', password });
		const run = await runNode(
			'modMed',
			getAll,
			Array.from({ length: 20 }, () => ({})),
			{
				...modMedSurroundings(withoutToken('wrong')),
				node: { onError: 'continueRegularOutput' },
			},
		);
		expect(run.output).toHaveLength(20);
		expect(logins).toBe(1);
		await listAppointments(withoutToken('another'));
		expect(logins).toBe(2);
	});

	it('is done once for several requests', async () => {
		grant().once().delay(50).reply(200, { access_token: 'new' });
		withToken('new').get('/Appointment').times(3).reply(200, bundle([]));
		const run = await runNode(
			'modMed',
			getAll,
			[{}, {}, {}],
			modMedSurroundings(practiceCredential({ accessToken: '' })),
		);
		expect(run.error).toBeUndefined();
		expect(nock.isDone()).toBe(true);
	});
});
