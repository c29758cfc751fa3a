import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { forgetRefusedLogins } from '../../nodes/ModMed/transport/login';
import { authorise as authoriseCrm } from '../../nodes/AesthetixCrm/transport/settings';
import { authorise as authoriseModMed } from '../../nodes/ModMed/transport/authorise';
import { fhirUrl, tokenUrl } from '../../nodes/ModMed/transport/settings';
import { startSandbox, type Sandbox } from '../../sandbox';
import { modMedSurroundings, practiceCredential } from '../support/practice';
import { runNode } from '../support/runNode';
import { sandboxCredential } from '../support/sandboxCredential';
import { credentialOf } from '../nodes/AesthetixCrm/support/crmSandbox';
import { refusalOf } from '../nodes/AesthetixCrm/support/refusalOf';
import { runOne } from '../nodes/AesthetixCrm/support/runCrm';

const NOT_PRIVATE = [
	'http://services.example.com',
	'http://127.0.0.1.example.com',
	'http://localhost.example.com',
	'http://192.168.1.10:8080',
	'http://0.0.0.0:8080',
	'HTTP://services.example.com',
	'http://services.example.com#@127.0.0.1',
];
const PRIVATE = [
	'https://services.example.com',
	'http://localhost:8080',
	'http://127.0.0.1:8080',
	'http://127.9.9.9',
	'http://[::1]:8080',
];
const token = { privateIntegrationToken: 'token-1', locationId: 'here' };

describe('The addresses of a credential', () => {
	it.each(NOT_PRIVATE)('are not taken where they can be read on the way: %s', (address) => {
		const custom = { environment: 'custom', authentication: 'clientCredentials' };
		expect(() => fhirUrl({ ...custom, baseUrl: address })).toThrow("'Base URL'");
		expect(() => tokenUrl({ ...custom, tokenUrl: address })).toThrow("'Token URL'");
		expect(() => tokenUrl({ environment: 'custom', baseUrl: address })).toThrow("'Base URL'");
		expect(() => authoriseCrm({ ...token, baseUrl: address }, { url: 'locations/x' })).toThrow(
			"'Base URL'",
		);
		const practice = practiceCredential({ baseUrl: address });
		expect(() => authoriseModMed(practice, { url: 'Location' })).toThrow("'Base URL'");
	});

	it.each(PRIVATE)('are taken where they cannot: %s', (address) => {
		const request = authoriseCrm({ ...token, baseUrl: address }, { url: 'locations/x' });
		expect(request.url).toBe(`${new URL(address).origin}/locations/x`);
		expect(fhirUrl({ environment: 'custom', baseUrl: address })).toContain('/fhir/v2');
	});

	it('are the only ones that see the token of the CRM', () => {
		const baseUrl = 'https://crm.example.com/v1/';
		const send = (request: object) =>
			authoriseCrm({ ...token, baseUrl }, request as { url: string });
		for (const request of [
			{ url: 'https://crm.example.com/v1/contacts' },
			{ uri: 'https://crm.example.com/v1/contacts' },
			{ url: 'contacts' },
			{ url: 'contacts', baseURL: 'https://crm.example.com/v1' },
		]) {
			expect(send(request)).toMatchObject({
				url: 'https://crm.example.com/v1/contacts',
				headers: { Authorization: 'Bearer token-1' },
				disableFollowRedirect: true,
				followRedirect: false,
			});
		}
		for (const request of [
			{ url: 'https://elsewhere.example/v1/contacts' },
			{ uri: 'https://elsewhere.example/v1/contacts' },
			{ url: 'contacts', baseURL: 'https://elsewhere.example/v1' },
			{ url: '//elsewhere.example/v1/contacts' },
			{ url: 'https://crm.example.com/other' },
			{ url: 'https://somebody@crm.example.com/v1/contacts' },
			{ url: 'http://crm.example.com/v1/contacts' },
		]) {
			expect(() => send(request)).toThrow('not one of the CRM');
		}
	});

	it('are named where a node is run with one that is not taken', async () => {
		const get = { resource: 'contact', operation: 'get', contactId: 'abc' };
		const crm = { ...token, baseUrl: 'http://services.example.com' };
		const refusal = await refusalOf(runOne(get, { credential: crm }));
		expect(refusal.message).toContain("'Base URL' of the Aesthetix CRM credential has to begin");
		expect(refusal.description).toContain('read on their way');

		const practice = practiceCredential({ baseUrl: 'http://services.example.com' });
		const read = { resource: 'patient', patientId: '1' };
		const { error } = await runNode('modMed', read, [{}], modMedSurroundings(practice));
		expect(error?.message).toContain("'Base URL' of the ModMed credential has to begin");
	});
});

describe('A service that sends a request on to somebody else', () => {
	let sandbox: Sandbox;
	let elsewhere: Server;
	let origin = '';
	const received: string[] = [];

	beforeAll(async () => {
		elsewhere = createServer((request, response) => {
			received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
			response.end('{}');
		});
		await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
		origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
	});
	afterAll(() => void elsewhere.close());
	beforeEach(async () => {
		sandbox = await startSandbox({ seed: 'empty' });
		received.length = 0;
	});
	afterEach(async () => await sandbox.stop());

	const sendsOn = (service: 'crm' | 'modmed', status: number, path?: string) =>
		sandbox.faults.add({
			service,
			path,
			times: 0,
			action: { kind: 'status', status, headers: { location: `${origin}/taken` } },
		});

	it.each([301, 302, 303, 307, 308])('is not followed: %i', async (status) => {
		const { id } = sandbox.location.addContact({ firstName: 'Ada', email: 'ada@example.com' });
		sendsOn('crm', status);
		for (const parameters of [
			{ resource: 'contact', operation: 'get', contactId: id },
			{ resource: 'note', operation: 'add', contactId: id, body: 'Something' },
		]) {
			const refusal = await refusalOf(runOne(parameters, { credential: credentialOf(sandbox) }));
			expect(refusal.message).toContain('another address');
		}

		const patient = { resource: 'patient', patientId: '1' };
		const read = async () =>
			await runNode('modMed', patient, [{}], modMedSurroundings(sandboxCredential(sandbox)));
		sendsOn('modmed', status, '*/grant');
		expect((await read()).error?.message).toBeDefined();
		sandbox.faults.clear();
		forgetRefusedLogins();
		sendsOn('modmed', status, '*/Patient/1');
		expect((await read()).error?.message).toContain('another address');
		expect(received).toEqual([]);
	});
});
