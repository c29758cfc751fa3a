import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { authorise as authoriseCrm } from '../../nodes/AesthetixCrm/transport/settings';
import { authorise as authoriseModMed } from '../../nodes/ModMed/transport/authorise';
import { fhirUrl, tokenUrl } from '../../nodes/ModMed/transport/settings';
import { startSandbox, type Sandbox } from '../../sandbox';
import { ForeignServer } from '../support/foreignServer';
import { modMedSurroundings, practiceCredential } from '../support/practice';
import { runNode } from '../support/runNode';
import { sandboxCredential } from '../support/sandboxCredential';
import { credentialOf } from '../nodes/AesthetixCrm/support/crmSandbox';
import { refusalOf } from '../nodes/AesthetixCrm/support/refusalOf';
import { runOne } from '../nodes/AesthetixCrm/support/runCrm';

/** On the way to these, anybody may read the request. */
const READABLE_ON_THE_WAY = [
	'http://services.example.com',
	'http://127.0.0.1.example.com',
	'http://localhost.example.com',
	'http://192.168.1.10:8080',
	'http://0.0.0.0:8080',
	'HTTP://services.example.com',
	'http://services.example.com#@127.0.0.1',
];
const SAFE = [
	'https://services.example.com',
	'http://localhost:8080',
	'http://127.0.0.1:8080',
	'http://127.9.9.9',
	'http://[::1]:8080',
];
const token = { privateIntegrationToken: 'token-1', locationId: 'here' };

describe('The address in a credential', () => {
	it.each(READABLE_ON_THE_WAY)(
		'is refused without HTTPS or a way to this machine only: %s',
		(address) => {
			const custom = { environment: 'custom', authentication: 'clientCredentials' };
			expect(() => fhirUrl({ ...custom, baseUrl: address })).toThrow("'Base URL'");
			expect(() => tokenUrl({ ...custom, tokenUrl: address })).toThrow("'Token URL'");
			expect(() => tokenUrl({ environment: 'custom', baseUrl: address })).toThrow("'Base URL'");
			expect(() => authoriseCrm({ ...token, baseUrl: address }, { url: 'locations/x' })).toThrow(
				"'Base URL'",
			);
			const practice = practiceCredential({ baseUrl: address });
			expect(() => authoriseModMed(practice, { url: 'Location' })).toThrow("'Base URL'");
		},
	);

	it.each(SAFE)('is accepted with HTTPS or on this machine: %s', (address) => {
		const request = authoriseCrm({ ...token, baseUrl: address }, { url: 'locations/x' });
		expect(request.url).toBe(`${new URL(address).origin}/locations/x`);
		expect(fhirUrl({ environment: 'custom', baseUrl: address })).toContain('/fhir/v2');
	});

	it('is the only one that receives the token of the CRM', () => {
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
			expect(() => send(request)).toThrow('not an address of the CRM');
		}
	});

	it('is named in the error of a node that runs with a refused one', async () => {
		const get = { resource: 'contact', operation: 'get', contactId: 'abc' };
		const crm = { ...token, baseUrl: 'http://services.example.com' };
		const refusal = await refusalOf(runOne(get, { credential: crm }));
		expect(refusal.message).toContain("'Base URL' of the Aesthetix CRM credential has to begin");
		expect(refusal.description).toContain('read on the way');

		const practice = practiceCredential({ baseUrl: 'http://services.example.com' });
		const read = { resource: 'patient', patientId: '1' };
		const { error } = await runNode('modMed', read, [{}], modMedSurroundings(practice));
		expect(error?.message).toContain("'Base URL' of the ModMed credential has to begin");
	});
});

describe('A redirect to another origin', () => {
	let sandbox: Sandbox;
	const foreign = new ForeignServer();

	beforeAll(async () => await foreign.start());
	afterAll(async () => await foreign.stop());
	beforeEach(async () => {
		sandbox = await startSandbox({ seed: 'empty' });
	});
	afterEach(async () => await sandbox.stop());

	const redirect = (service: 'crm' | 'modmed', status: number, path?: string) => {
		const headers = { location: `http://${foreign.host}/taken` };
		const action = { kind: 'status', status, headers } as const;
		sandbox.faults.add({ service, path, times: 0, action });
	};

	describe.each([301, 302, 303, 307, 308])('with status %i', (status) => {
		it('is not followed by the CRM node', async () => {
			const { id } = sandbox.location.addContact({ firstName: 'Ada', email: 'ada@example.com' });
			redirect('crm', status);
			for (const parameters of [
				{ resource: 'contact', operation: 'get', contactId: id },
				{ resource: 'note', operation: 'add', contactId: id, body: 'Something' },
			]) {
				const refusal = await refusalOf(runOne(parameters, { credential: credentialOf(sandbox) }));
				expect(refusal.message).toContain('another address');
			}
			expect(await foreign.receivedByNow()).toEqual([]);
		});

		it.each([
			['the login', '*/grant', `status ${status}`],
			['a read', '*/Patient/1', 'another address'],
		])('is not followed by the ModMed node for %s', async (_, path, words) => {
			redirect('modmed', status, path);
			const read = { resource: 'patient', patientId: '1' };
			const surroundings = modMedSurroundings(sandboxCredential(sandbox));
			const { error } = await runNode('modMed', read, [{}], surroundings);
			expect(error?.message).toContain(words);
			expect(await foreign.receivedByNow()).toEqual([]);
		});
	});
});
