import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { credentialsFor } from '../../scripts/testbed';
import { withTestbed } from './support/withTestbed';

const PACKAGE = 'n8n-nodes-modmed-aesthetix';
const NODES = [
	'modMedTrigger',
	'modMed',
	'aesthetixCrmTrigger',
	'aesthetixCrm',
	'aesthetixCrmWebhook',
	'categoryMapper',
	'templateLock',
];
/** A practice publishes all others. */
const NOT_PUBLISHED = ['00', '03', '08'];
/** A port on which nobody listens. */
const NOBODY = 'http://127.0.0.1:9';

const testbed = withTestbed();

describe('On a real n8n', () => {
	it('loads every node of the pack', async () => {
		const nodeInfos = NODES.map((name) => ({ name: `${PACKAGE}.${name}`, version: 1 }));
		const known = await testbed().n8n.rest<Array<{ name: string }>>('POST', '/rest/node-types', {
			nodeInfos,
		});
		expect(known.map(({ name }) => name)).toEqual(NODES);
	});

	it('imports the templates with both credentials bound by their names', async () => {
		const ids = new Map<string, Set<string | null>>();
		for (const { id } of testbed().templates) {
			const { nodes } = await testbed().n8n.api.workflow(id);
			// One that is switched off is bound when it is switched on.
			const bound = nodes
				.filter(({ disabled }) => disabled !== true)
				.flatMap((node) => Object.entries(node.credentials ?? {}));
			bound.forEach(([type, { id }]) => ids.set(type, (ids.get(type) ?? new Set()).add(id)));
		}
		expect(ids.get('modMedFhirApi')).toEqual(new Set(['modmedCredential']));
		expect(ids.get('aesthetixCrmApi')).toEqual(new Set(['aesthetixCrmCred']));
	});

	it('publishes the templates that a practice runs all the time, and no other', async () => {
		const { n8n, templates } = testbed();
		expect(templates).toHaveLength(10);
		for (const { id, file } of templates) {
			const { active } = await n8n.api.workflow(id);
			expect([file, active]).toEqual([file, !NOT_PUBLISHED.includes(file.slice(0, 2))]);
		}
	});
});

describe('The test of a credential in n8n', () => {
	/** What n8n answers to the user who presses Test, with these fields entered differently. */
	async function test(index: 0 | 1, changes: IDataObject = {}) {
		const { n8n, sandbox } = testbed();
		const credential = credentialsFor(sandbox)[index];
		const credentials = { ...credential, data: { ...credential?.data, ...changes } };
		return await n8n.rest<{ status: string; message: string }>('POST', '/rest/credentials/test', {
			credentials: credentials as IDataObject,
		});
	}

	it('reports that ModMed is connected, with either login', async () => {
		expect(await test(0)).toMatchObject({ status: 'OK' });
		expect(await test(0, { authentication: 'clientCredentials' })).toMatchObject({ status: 'OK' });
	});

	it('reports that the CRM is connected', async () => {
		expect(await test(1)).toMatchObject({ status: 'OK' });
	});

	it.each<[string, IDataObject, RegExp]>([
		['key', { apiKey: 'wrong' }, /'API Key'/],
		['password', { password: 'wrong' }, /'FHIR Username' or 'FHIR Password'/],
		['secret', { authentication: 'clientCredentials', clientSecret: 'wrong' }, /'Client Secret'/],
		['server', { baseUrl: `${NOBODY}/ema` }, /could not be reached/],
	])('reports that the ModMed %s is wrong', async (_, changes, words) => {
		const { status, message } = await test(0, changes);
		expect(message).toMatch(words);
		expect(status).toBe('Error');
	});

	it('reports that the practice is wrong', async () => {
		const { baseUrl } = credentialsFor(testbed().sandbox)[0]?.data as { baseUrl: string };
		const elsewhere = baseUrl.replace('/firm/sandbox/', '/firm/elsewhere/');
		expect(elsewhere).not.toBe(baseUrl);
		const { message } = await test(0, { baseUrl: elsewhere });
		expect(message).toMatch(/does not know this practice/);
	});

	it('reports that a permission is missing in ModMed', async () => {
		const { access } = testbed().sandbox.modMed;
		access.revoke('loc_s');
		const { message } = await test(0);
		access.grant('loc_s');
		expect(message).toMatch(/permission Location SEARCH/);
	});

	it.each<[string, IDataObject, RegExp]>([
		['token', { privateIntegrationToken: 'wrong' }, /rejected the token/],
		['location', { locationId: 'elsewhere' }, /Location ID/],
		['server', { baseUrl: NOBODY }, /ECONNREFUSED/],
	])('reports that the %s of the CRM is wrong', async (_, changes, words) => {
		const { status, message } = await test(1, changes);
		expect(message).toMatch(words);
		expect(status).toBe('Error');
	});

	it('reports that a scope is missing in the CRM', async () => {
		const { settings } = testbed().sandbox.crm;
		settings.revoke('locations.readonly');
		const { message } = await test(1);
		settings.grant('locations.readonly');
		expect(message).toMatch(/lacks a permission/);
	});
});

describe('The dropdowns of the nodes', () => {
	async function list(node: string, credential: 0 | 1, methodName: string, parameters = {}) {
		const { n8n, sandbox } = testbed();
		const { type, id, name } = credentialsFor(sandbox)[credential] ?? { type: '' };
		const { results } = await n8n.rest<{ results: Array<{ name: string }> }>(
			'POST',
			'/rest/dynamic-node-parameters/resource-locator-results',
			{
				path: '',
				nodeTypeAndVersion: { name: `${PACKAGE}.${node}`, version: 1 },
				methodName,
				currentNodeParameters: parameters,
				credentials: { [type]: { id, name } },
			},
		);
		return results.map((result) => result.name);
	}

	it('list what the practice has', async () => {
		expect(await list('modMed', 0, 'searchLocations')).toContain('Lakeside Med Spa');
		expect(await list('modMed', 0, 'searchProviders')).toContain('Nora Testwell');
		expect(await list('modMed', 0, 'searchAppointmentTypes')).toContain('Botox Consult');
	});

	it('list what the CRM has', async () => {
		expect(await list('aesthetixCrm', 1, 'searchPipelines')).toContain('Surgical Pipeline');
		const pipeline = { __rl: true, mode: 'name', value: 'Surgical Pipeline' };
		const move = { resource: 'opportunity', operation: 'move', pipeline };
		expect(await list('aesthetixCrm', 1, 'searchStages', move)).toContain('Consult Booked');
		expect(await list('aesthetixCrm', 1, 'searchFields')).toContain('Next Visit Date');
		expect(await list('aesthetixCrm', 1, 'searchTags')).toContain('appointment booked');
	});
});
