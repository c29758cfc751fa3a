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
const onPage = (number: number) => nock(FHIR).get('/Appointment').query({ page: number });

describe('paging', () => {
	it('reads on until a page is empty, and each resource once', async () => {
		first().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], page(2)),
		);
		onPage(2).reply(
			200,
			bundle([fhirAppointment({ id: '2' }), fhirAppointment({ id: '3' })], page(3)),
		);
		onPage(3).reply(200, { resourceType: 'Bundle', total: 0 });
		expect(ids(await appointments())).toEqual(['1', '2', '3']);
		expect(nock.isDone()).toBe(true);
	});

	it('follows a relative link', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], 'Appointment?page=2'));
		onPage(2).reply(200, bundle([]));
		expect(ids(await appointments())).toEqual(['1']);
	});

	it.each([
		'https://elsewhere.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'http://ema.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'https://ema.test:8443/firm/demo/ema/fhir/v2/Appointment?page=2',
		'https://ema.test/firm/other/ema/fhir/v2/Appointment?page=2',
		'https://ema.test/firm/demo/ema/fhir/v2/../../../../other?page=2',
		'https://user@ema.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'//elsewhere.test/firm/demo/ema/fhir/v2/Appointment',
		'javascript:alert(1)',
	])('sends nothing to %s', async (next) => {
		const asked: string[] = [];
		nock.emitter.on('no match', (request: { host?: string }) => asked.push(String(request.host)));
		first().reply(200, bundle([fhirAppointment()], next));
		const { error } = await appointments();
		nock.emitter.removeAllListeners('no match');
		expect(error?.message).toContain("leads away from the practice's address");
		expect(asked).toEqual([]);
	});

	it('ends where the server goes round in circles', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], page(2)));
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], page(2)));
		expect(ids(await appointments())).toEqual(['1', '2']);
	});

	it('ends where every page repeats the same', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], page(2)));
		for (const number of [2, 3]) {
			const repeated = bundle([fhirAppointment({ id: '1' })], page(number + 1));
			onPage(number).times(2).reply(200, repeated);
		}
		expect(ids(await appointments())).toEqual(['1']);
	});

	it('asks once more for a page that came with the answer of another one', async () => {
		const one = bundle([fhirAppointment({ id: '1' })], page(2));
		first().reply(200, one);
		onPage(2).reply(200, { ...one, link: [{ relation: 'next', url: page(3) }] });
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], page(3)));
		onPage(3).reply(200, bundle([]));
		expect(ids(await appointments())).toEqual(['1', '2']);
	});

	it('stops asking where enough was found', async () => {
		first().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], page(2)),
		);
		const run = await runNode(
			'modMed',
			{ ...getAll, returnAll: false, limit: 2 },
			[{}],
			modMedSurroundings(),
		);
		expect(ids(run)).toEqual(['1', '2']);
	});
});

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

describe('answers that are none', () => {
	it('are asked for again after the time ModMed names', async () => {
		first().reply(429, '<html>', { 'retry-after': '1' });
		first().reply(200, bundle([fhirAppointment({ id: '1' })]));
		const started = Date.now();
		expect(ids(await appointments())).toEqual(['1']);
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
	});

	it.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
		'are not asked for again, by nobody, before the time ModMed names (%s)',
		async (retryAfter) => {
			let asked = 0;
			first()
				.times(9)
				.reply(
					429,
					() => {
						asked += 1;
						return '';
					},
					{ 'retry-after': retryAfter },
				);
			for (const _ of [1, 2]) {
				const { error } = await appointments();
				expect(error?.message).toBe('ModMed is receiving too many requests at the moment');
				expect(error?.context?.transient).toBe(true);
			}
			expect(asked).toBe(1);
		},
	);

	it.each([
		[503, '<html>out of order</html>', 'ModMed is unavailable at the moment', true],
		[
			200,
			'<html>maintenance</html>',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			'{"resourceType":"Bundle","entry":[{',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			{ resourceType: 'OperationOutcome' },
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[404, '', 'ModMed does not know this practice', false],
		[
			302,
			'',
			'ModMed redirected the request to another address, and the login is not sent there',
			false,
		],
		[
			400,
			{
				resourceType: 'OperationOutcome',
				issue: [
					{ code: 'invalid', diagnostics: 'Mia Muster', expression: ['Appointment.date'] },
					{ code: 'Mia', expression: ['Mia', 'Patient.name.Mia', 'Patient.name[0].given'] },
				],
			},
			'ModMed rejected the request for Appointment (Appointment.date, Patient.name[0].given, invalid)',
			false,
		],
	])('with status %i are told in plain words', async (status, body, message, transient) => {
		first()
			.times(4)
			.reply(status, body as string, { location: 'https://elsewhere.test/' });
		const { error } = await appointments();
		expect(error?.message).toBe(message);
		expect(error?.context?.transient).toBe(transient);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/Mia|https?:/);
	});

	it('because nothing came back are transient', async () => {
		first()
			.times(4)
			.replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
		const { error } = await appointments();
		expect(error?.message).toBe('ModMed could not be reached');
		expect(error?.context?.transient).toBe(true);
	});
});

it('asks ModMed for three things at a time at most', async () => {
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
