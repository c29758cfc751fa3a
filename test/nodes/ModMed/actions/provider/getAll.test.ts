import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();

describe('Provider Get Many', () => {
	it('lists the staff with an NPI', async () => {
		const npi = [
			{ system: 'http://www.hl7.org/fhir/v2/0203/index.html#v2-0203-NPI', value: '6666666666' },
		];
		const staff = [
			{
				resourceType: 'Practitioner',
				id: '1',
				name: [{ family: 'Stone', given: ['Ada'] }],
				identifier: npi,
			},
			{ resourceType: 'Practitioner', id: '2', name: [{ family: 'Desk' }] },
		];
		nock(FHIR).get('/Practitioner').reply(200, bundle(staff));
		const { output } = await runNode(
			'modMed',
			{ resource: 'provider', operation: 'getAll' },
			[{}],
			modMedSurroundings(),
		);
		expect(output.map(({ json }) => json.name)).toEqual(['Ada Stone']);
	});
});
