import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import {
	BASE,
	bundle,
	FHIR,
	fhirAppointment,
	modMedSurroundings,
	practiceCredential,
} from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

useNock();
beforeEach(() => resetProcessMemory());

const getAll = { resource: 'appointment', operation: 'getAll', returnAll: true };
const page = (number: number) => `${FHIR}/Appointment?page=${number}`;
const ids = (run: Awaited<ReturnType<typeof runNode>>) => run.output.map(({ json }) => json.id);
const appointments = async (credential = practiceCredential()) =>
	await runNode('modMed', getAll, [{}], modMedSurroundings(credential));
const first = () => nock(FHIR).get('/Appointment');

describe('the login', () => {
	const grant = () => nock(BASE).post('/ws/oauth2/grant');
	const withToken = (token: string) =>
		nock(FHIR, {
			reqheaders: {
				authorization: `Bearer ${token}`,
				'x-api-key': 'key-1',
				accept: 'application/fhir+json',
			},
		});

	it('fetches a token where there is none, with the key and without a bearer', async () => {
		nock(BASE, { reqheaders: { 'x-api-key': 'key-1' }, badheaders: ['authorization'] })
			.post('/ws/oauth2/grant', {
				grant_type: 'password',
				username: 'fhir_abc12',
				password: 'pass-1',
			})
			.reply(200, { access_token: 'new' });
		withToken('new').get('/Appointment').reply(200, bundle([]));
		expect((await appointments(practiceCredential({ accessToken: '' }))).error).toBeUndefined();
		expect(nock.isDone()).toBe(true);
	});

	it.each([401, 403])('is renewed in the middle of paging on %i, and kept', async (status) => {
		withToken('token-1')
			.get('/Appointment')
			.reply(200, bundle([fhirAppointment({ id: '1' })], page(2)));
		withToken('token-1').get('/Appointment').query({ page: 2 }).reply(status, '');
		grant().reply(200, { access_token: 'token-2' });
		withToken('token-2')
			.get('/Appointment')
			.query({ page: 2 })
			.reply(200, bundle([fhirAppointment({ id: '2' })], page(3)));
		withToken('token-2').get('/Appointment').query({ page: 3 }).reply(200, bundle([]));
		expect(ids(await appointments())).toEqual(['1', '2']);
	});

	it('is tried once on 403 and then not again for a while', async () => {
		const base = 'https://ema.test/firm/denied/ema';
		const credential = practiceCredential({ baseUrl: base });
		nock(`${base}/fhir/v2`).get('/Appointment').times(3).reply(403, { message: 'Forbidden' });
		nock(base).post('/ws/oauth2/grant').once().reply(200, { access_token: 'token-2' });
		const { error } = await appointments(credential);
		expect(error?.message).toBe('ModMed does not allow this login to search Appointment');
		expect(error?.description).toContain('acl/appmt_s');
		expect((await appointments(credential)).error?.message).toBe(error?.message);
		expect(nock.isDone()).toBe(true);
	});

	it('that is wrong is told in plain words', async () => {
		first().reply(401, '');
		grant().reply(401, { error: 'invalid_grant', error_description: 'pass-1 is wrong' });
		const { error } = await appointments();
		expect(error?.message).toBe(
			"ModMed rejected the login: check 'FHIR Username' or 'FHIR Password'",
		);
		expect(
			`${error?.message} ${error?.description} ${JSON.stringify(error?.context)}`,
		).not.toContain('pass-1');
	});

	it('that was refused is not tried again at once, unless it was corrected', async () => {
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
		await appointments(withoutToken('another'));
		expect(logins).toBe(2);
	});

	it('is asked for once where several requests need it', async () => {
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
