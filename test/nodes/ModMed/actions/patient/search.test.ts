import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';
import { patient } from '../../support/patients';

useNock();

describe('Patient Search', () => {
	const search = { resource: 'patient', operation: 'search' };

	it('searches by the values entered, phones as bare digits', async () => {
		nock(FHIR)
			.get('/Patient')
			.query({ phone: '9998887777', family: 'Muster' })
			.reply(200, bundle([patient]));
		const { output } = await runNode(
			'modMed',
			{ ...search, searchBy: { phone: '+1 (999) 888-7777', lastName: 'Muster' } },
			[{}],
			modMedSurroundings(),
		);
		expect(output[0]?.json).toMatchObject({ id: '385871', phone: '9998887777' });
	});

	it('rejects a search without a value', async () => {
		const { error } = await runNode('modMed', search, [{}], modMedSurroundings());
		expect(error?.message).toContain("'Search By'");
	});

	it('names the permission that the search lacks', async () => {
		nock(FHIR).get('/Patient').query(true).times(2).reply(403, { message: 'Forbidden' });
		nock('https://ema.test')
			.post('/firm/demo/ema/ws/oauth2/grant')
			.reply(200, { access_token: 't' });
		const { error } = await runNode(
			'modMed',
			{ ...search, searchBy: { email: 'mia@example.com' } },
			[{}],
			modMedSurroundings(),
		);
		expect(error?.message).toBe('ModMed does not allow this login to search Patient');
		expect(error?.description).toContain('acl/pat_s');
		expect(
			error?.message + String(error?.description) + JSON.stringify(error?.context),
		).not.toContain('mia@');
	});
});
