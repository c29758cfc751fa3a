import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeType,
	INodeTypeDescription,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../credentials/AesthetixCrmApi.credentials';
import { startSandbox, type Sandbox } from '../../sandbox';
import { TestCredentials } from '../support/credentials';

const { test: declared } = new AesthetixCrmApi();

/** Sends the declared test as n8n does: routed from a node without parameters of its own. */
async function answer(data: Record<string, string>): Promise<IDataObject> {
	const credentials = [{ name: 'aesthetixCrmApi', required: true }];
	const routing = { request: declared.request };
	const nodeType = {
		description: {
			name: 'tested',
			version: 1,
			credentials,
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing, default: '' }],
		} as unknown as INodeTypeDescription,
	} as INodeType;
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'tested',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { aesthetixCrmApi: { id: '1', name: 'Aesthetix CRM' } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new TestCredentials([new AesthetixCrmApi()], { aesthetixCrmApi: data }),
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const inputData = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		inputData,
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: '1', name: 'Aesthetix CRM', type: 'aesthetixCrmApi', data };
	const [items] = (await new RoutingNode(context, nodeType, decrypted).runNode()) ?? [];
	return items?.[0]?.json ?? {};
}

/** The first rule that the answer breaks, as n8n picks it. */
async function verdict(sandbox: Sandbox, more: Record<string, string> = {}): Promise<string> {
	const json = await answer({
		privateIntegrationToken: sandbox.crm.token,
		locationId: sandbox.crm.locationId,
		baseUrl: `${sandbox.crm.url}/`,
		...more,
	});
	const valueOf = (path: string) =>
		path
			.split('.')
			.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], json);
	const broken = (declared.rules ?? []).find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && valueOf(properties.key) === properties.value,
	);
	return broken?.properties.message ?? 'OK';
}

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

test('tells the token, the permission and the location apart', async () => {
	expect(await verdict(sandbox)).toBe('OK');
	expect(await verdict(sandbox, { privateIntegrationToken: 'other' })).toContain(
		'rejected the token',
	);
	expect(await verdict(sandbox, { locationId: 'other' })).toContain('Check the Location ID');
	sandbox.crm.settings.revoke('locations.readonly');
	expect(await verdict(sandbox)).toContain('locations.readonly');
});

test.each([{}, 'Bad gateway', '<html></html>'])('%o is not taken for the CRM', async (body) => {
	sandbox.faults.add({ service: 'crm', action: { kind: 'status', status: 502, body } });
	expect(await verdict(sandbox)).toContain('Base URL');
});

test('says that the webhook secret is too short, and takes none or a long one', async () => {
	const short = verdict(sandbox, { webhookSecret: 'fifteen-letters' });
	await expect(short).rejects.toThrow("The 'Webhook Secret' has fewer than 16 characters");
	expect(sandbox.journal.count({ service: 'crm' })).toBe(0);
	expect(await verdict(sandbox, { webhookSecret: ' ' })).toBe('OK');
	expect(await verdict(sandbox, { webhookSecret: 'sixteen-letters!' })).toBe('OK');
});

test('is not sent where it could be read on the way', async () => {
	const baseUrl = 'http://services.example.com';
	await expect(verdict(sandbox, { baseUrl })).rejects.toThrow("'Base URL'");
});
