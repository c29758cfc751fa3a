import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();
beforeEach(() => {
	const address = { city: 'Boca Raton', state: 'FL' };
	const locations = [
		{ resourceType: 'Location', id: '1', name: 'Main Street', status: 'active', address },
		{ resourceType: 'Location', id: '2', name: 'Old Street', status: 'inactive' },
		{ resourceType: 'Location', id: '3', name: 'Third Street' },
	];
	nock(FHIR).get('/Location').reply(200, bundle(locations));
});

const list = async (parameters: Record<string, unknown> = {}) => {
	const all = { resource: 'location', operation: 'getAll', ...parameters };
	const { output } = await runNode('modMed', all as never, [{}], modMedSurroundings());
	return output.map(({ json }) => json);
};

describe('Location Get Many', () => {
	it('lists the locations in use', async () => {
		expect(await list()).toEqual([
			{ id: '1', name: 'Main Street', active: true, city: 'Boca Raton', state: 'FL' },
			{ id: '3', name: 'Third Street', active: true, city: '', state: '' },
		]);
	});

	it('includes closed ones if wanted, up to the limit', async () => {
		const options = { includeInactive: true };
		expect(await list({ options, limit: 2 })).toMatchObject([{ id: '1' }, { id: '2' }]);
	});
});
