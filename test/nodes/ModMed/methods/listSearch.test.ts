import 'reflect-metadata';

import { describe, expect, it } from '@jest/globals';
import { LoadOptionsContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import nock from 'nock';

import { ModMed } from '../../../../nodes/ModMed/ModMed.node';
import { bundle, FHIR, modMedSurroundings } from '../../../support/practice';
import { nodeOf, surroundings, TestNodeTypes } from '../../../support/runNode';
import { useNock } from '../../../support/useNock';

useNock();

const { listSearch } = new ModMed().methods;

/** The entries that the editor shows in a list of the ModMed node. */
async function entriesOf(method: keyof typeof listSearch, filter?: string) {
	const options = modMedSurroundings();
	const credentials = { modMedFhirApi: { id: '1', name: 'ModMed' } };
	const node = { ...nodeOf('ModMed', 'modMed', {}), credentials };
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new TestNodeTypes(options.nodeTypes),
	});
	const context = new LoadOptionsContext(workflow, node, surroundings(options), 'parameters');
	return (await listSearch[method].call(context, filter)).results;
}

describe('the lists of the ModMed node', () => {
	it('show locations by name, in alphabetical order and filtered by what is typed', async () => {
		const locations = [
			{ resourceType: 'Location', id: '2', name: 'Ocean Drive' },
			{ resourceType: 'Location', id: '1', name: 'Harbor Drive' },
			{ resourceType: 'Location', id: '3', name: 'Main Street' },
		];
		nock(FHIR).get('/Location').reply(200, bundle(locations));
		expect(await entriesOf('searchLocations', ' drive ')).toEqual([
			{ name: 'Harbor Drive', value: '1' },
			{ name: 'Ocean Drive', value: '2' },
		]);
	});

	it('show a type by its name if it has no code', async () => {
		const contains = [{ code: '1957', display: 'Follow-up' }, { display: 'Consult' }];
		nock(FHIR)
			.get('/ValueSet/appointment-type')
			.reply(200, { resourceType: 'ValueSet', expansion: { contains } });
		expect(await entriesOf('searchAppointmentTypes')).toEqual([
			{ name: 'Consult', value: 'Consult' },
			{ name: 'Follow-up', value: '1957' },
		]);
	});

	it('do not hide an error', async () => {
		nock(FHIR).get('/Practitioner').reply(404, {});
		await expect(entriesOf('searchProviders')).rejects.toThrow('does not know this practice');
	});
});
