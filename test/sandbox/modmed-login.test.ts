import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../sandbox';
import { login, modMedClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
});
afterEach(async () => {
	await sandbox.stop();
});

describe('the FHIR login', () => {
	it('does not say how long its token lives', async () => {
		const { status, body } = await login(sandbox);
		expect(status).toBe(200);
		expect(Object.keys(body).sort()).toEqual([
			'access_token',
			'refresh_token',
			'scope',
			'token_type',
		]);
	});

	it('gives the same refresh token back', async () => {
		const first = await login(sandbox);
		const refresh_token = String(first.body.refresh_token);
		const again = await login(sandbox, { grant_type: 'refresh_token', refresh_token });
		expect(again.body.refresh_token).toBe(refresh_token);
		expect(again.body.access_token).not.toBe(first.body.access_token);
	});

	it.each([
		['oauth401', 401],
		['oauth400', 400],
		['outcome401', 401],
		['html403', 403],
	] as const)('refuses a wrong password as %s', async (answer, status) => {
		sandbox.unknowns.modMed.set('legacyLoginError', answer);
		const reply = await login(sandbox, { grant_type: 'password', username: 'x', password: 'y' });
		expect(reply.status).toBe(status);
	});
});

describe('the login of applications', () => {
	const token = async (client_secret: string) =>
		await fetch(sandbox.modMed.tokenUrl, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: sandbox.modMed.clientId,
				client_secret,
			}),
		});

	it('needs no API key, lasts 900 seconds and gives no refresh token', async () => {
		const body = (await (await token(sandbox.modMed.clientSecret)).json()) as object;
		expect(body).toMatchObject({ expires_in: 900, token_type: 'Bearer' });
		expect(body).not.toHaveProperty('refresh_token');
	});

	it('names a wrong secret', async () => {
		const response = await token('wrong');
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: 'invalid_client' });
	});
});

describe('the way in', () => {
	it('tells key, prefix, token and permission apart by its answers', async () => {
		const get = await modMedClient(sandbox);
		const key = await get('GET', 'Patient', undefined, { 'x-api-key': 'wrong' });
		expect([key.status, key.body.message]).toEqual([403, 'Forbidden']);
		const prefix = await get(
			'GET',
			`${sandbox.modMed.url.replace('/sandbox/', '/other/')}/fhir/v2/Patient`,
		);
		expect(prefix.status).toBe(404);
		const token = await get('GET', 'Patient', undefined, { authorization: 'Bearer nonsense' });
		expect(token.status).toBe(401);
		sandbox.modMed.access.revoke('appmt_s');
		const permission = await get('GET', 'Appointment');
		expect(permission.status).toBe(403);
		expect(permission.body.resourceType).toBe('OperationOutcome');
	});

	it('loses a token when it expires, by the status that is switched on', async () => {
		const get = await modMedClient(sandbox);
		sandbox.unknowns.modMed.set('lostTokenStatus', '403');
		sandbox.clock.advance(3_599_000);
		expect((await get('GET', 'Location')).status).toBe(200);
		sandbox.clock.advance(1_000);
		expect((await get('GET', 'Location')).status).toBe(403);
	});

	it('limits the patient search to what is granted', async () => {
		const get = await modMedClient(sandbox);
		sandbox.modMed.access.revoke('pat_s');
		sandbox.modMed.access.grant('pat_s_name_dob_gen');
		expect((await get('GET', 'Patient?email=testa.sample@example.com')).status).toBe(403);
		expect((await get('GET', 'Patient?_lastUpdated=ge2026-01-01')).status).toBe(403);
		expect((await get('GET', 'Patient?family=sample&birthdate=1985-04-12')).body.total).toBe(1);
	});

	it('counts the calls of a minute', async () => {
		const get = await modMedClient(sandbox);
		sandbox.modMed.access.callsPerMinute = 2;
		expect((await get('GET', 'Location')).status).toBe(200);
		expect((await get('GET', 'Location')).status).toBe(429);
		sandbox.clock.advance(60_000);
		expect((await get('GET', 'Location')).status).toBe(200);
	});
});
