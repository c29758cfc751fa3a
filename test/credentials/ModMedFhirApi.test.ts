import { describe, expect, it } from '@jest/globals';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type { INodeType } from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import nock from 'nock';

import { ModMedFhirApi } from '../../credentials/ModMedFhirApi.credentials';
import { authorise } from '../../nodes/ModMed/transport/authorise';
import { emaUrl, fhirUrl, tidyPrefix, tokenUrl } from '../../nodes/ModMed/transport/settings';
import { BASE, FHIR, practiceCredential } from '../support/practice';
import { nodeOf, surroundings, TestNodeTypes } from '../support/runNode';
import { useNock } from '../support/useNock';

useNock();

describe('the address of a practice', () => {
	it.each([
		['production', 'https://mmapi.ema-api.com/ema-prod/firm/dermassoc/ema'],
		['training', 'https://stage.ema-api.com/ema-training/firm/dermassoc/ema'],
		['development', 'https://stage.ema-api.com/ema-dev/firm/dermassoc/ema'],
	])('of %s is built from the prefix', (environment, address) => {
		expect(emaUrl({ environment, firmPrefix: 'dermassoc' })).toBe(address);
	});

	it.each([
		'dermassoc',
		' DermAssoc ',
		'dermassoc.ema.md',
		'https://dermassoc.ema.md/ema/Login.action',
		'https://mmapi.ema-api.com/ema-prod/firm/dermassoc/ema/fhir/v2',
	])('takes %j for the prefix dermassoc', (text) => expect(tidyPrefix(text)).toBe('dermassoc'));

	it.each(['', '  ', '../x', 'a b', undefined])('refuses the prefix %j', (text) => {
		expect(() => tidyPrefix(text)).toThrow("'Practice Prefix'");
	});

	it.each([`${BASE}`, `${BASE}/`, `${BASE}/fhir/v2`, `${BASE}/fhir/v2/`, ` ${BASE}?x=1`])(
		'custom, from %j',
		(baseUrl) => {
			expect(fhirUrl({ environment: 'custom', baseUrl })).toBe(FHIR);
		},
	);

	it.each(['', 'ema.test', 'file:///etc', 'https://user:pass@ema.test'])(
		'refuses the base %j',
		(baseUrl) => {
			expect(() => fhirUrl({ environment: 'custom', baseUrl })).toThrow("'Base URL'");
		},
	);

	it('has the login at the practice or at the server of vendors', () => {
		const practice = { environment: 'production', firmPrefix: 'dermassoc' };
		expect(tokenUrl({ ...practice, authentication: 'password' })).toBe(
			'https://mmapi.ema-api.com/ema-prod/firm/dermassoc/ema/ws/oauth2/grant',
		);
		expect(tokenUrl({ ...practice, authentication: 'clientCredentials' })).toMatch(
			/^https:\/\/sso\.ema\.md\//,
		);
		expect(tokenUrl({ environment: 'training', authentication: 'clientCredentials' })).toMatch(
			/m2qa\.com/,
		);
	});
});

describe('key and token', () => {
	it('go to the practice only', () => {
		const send = (url: string) => authorise(practiceCredential(), { url });
		expect(send(`${FHIR}/Patient/1`).headers).toEqual({
			Authorization: 'Bearer token-1',
			'x-api-key': 'key-1',
		});
		expect(send('Patient/1').url).toBe(`${FHIR}/Patient/1`);
		for (const url of [
			'https://elsewhere.test/',
			`${FHIR}/../../../other`,
			'https://ema.test/x',
			'//elsewhere.test/x',
		]) {
			expect(() => send(url)).toThrow('does not belong to the practice');
		}
	});
});

/** The test of a credential as n8n runs it: by the rules, else by the message of the error. */
async function test(changes: Record<string, string> = {}): Promise<string> {
	const type = new ModMedFhirApi();
	const data = practiceCredential({ accessToken: '', ...changes });
	const nodeType: INodeType = {
		description: {
			displayName: 'Test',
			name: 'noOp',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: type.test.request },
				},
			],
		},
	};
	const node = {
		...nodeOf('Temp', 'noOp', {}),
		credentials: { [type.name]: { id: '1', name: 'ModMed' } },
	};
	const nodeTypes = new TestNodeTypes({ noOp: nodeType });
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = surroundings({
		nodeTypes: {},
		credentialTypes: [type],
		credentials: { [type.name]: data },
	});
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		await new RoutingNode(context, nodeType, {
			id: '1',
			name: 'ModMed',
			type: type.name,
			data,
		}).runNode();
		return 'OK';
	} catch (error) {
		const { cause, message } = error as {
			cause?: { response?: { status: number }; code?: string };
			message: string;
		};
		if (!cause?.response) return cause?.code ?? message;
		const rules = type.test.rules ?? [];
		for (const { properties } of rules) {
			if ('value' in properties && properties.value === cause.response.status)
				return properties.message;
		}
		return `status ${cause.response.status}`;
	}
}

describe('the test of the credential', () => {
	const grant = () => nock(BASE).post('/ws/oauth2/grant');
	const location = () => nock(FHIR).get('/Location').query({ _count: 1 });

	it('is passed by a practice that answers', async () => {
		grant().reply(200, { access_token: 't' });
		location().reply(200, { resourceType: 'Bundle' });
		expect(await test()).toBe('OK');
	});

	it('accepts the login of a vendor, which takes no key', async () => {
		nock('https://sso.test', { badheaders: ['x-api-key'] })
			.post('/token', {
				grant_type: 'client_credentials',
				client_id: 'id',
				client_secret: 'secret',
			})
			.reply(200, { access_token: 't', expires_in: 900 });
		location().reply(200, {});
		expect(
			await test({
				authentication: 'clientCredentials',
				tokenUrl: 'https://sso.test/token',
				clientId: 'id',
				clientSecret: 'secret',
			}),
		).toBe('OK');
	});

	it.each([
		[401, { error: 'invalid_grant' }, /login: check 'FHIR Username' or 'FHIR Password'/],
		[400, { error: 'invalid_grant' }, /'FHIR Username'/],
		[403, { message: 'Forbidden' }, /'API Key'/],
		[403, '<html>', /'API Key', or the login/],
		[404, '', /does not know this practice: check 'Base URL'/],
		[500, '', /accepts no logins at the moment/],
		[200, '<html>', /contains no token/],
	])('reports what a login answered with %i means', async (status, body, message) => {
		grant().reply(status, body as string);
		expect(await test()).toMatch(message);
	});

	it('reports that ModMed cannot be reached', async () => {
		grant().replyWithError(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
		expect(await test()).toBe('ModMed could not be reached');
	});

	it.each([
		[401, /not its token/],
		[403, /Location SEARCH/],
		[404, /'Practice Prefix'/],
	])('reports what a request answered with %i means', async (status, message) => {
		grant().twice().reply(200, { access_token: 't' });
		location().twice().reply(status, '');
		expect(await test()).toMatch(message);
	});

	it('reports which field is not filled in', async () => {
		expect(await test({ environment: 'production', firmPrefix: '' })).toContain(
			"'Practice Prefix'",
		);
	});
});
