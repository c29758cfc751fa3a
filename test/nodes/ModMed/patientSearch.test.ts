import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { bundle, FHIR, modMedSurroundings } from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

const patient = {
	resourceType: 'Patient',
	id: '385871',
	name: [{ family: 'Muster', given: ['Mia'] }],
	birthDate: '1980-01-31',
	telecom: [
		{ system: 'email', value: 'mia@example.com' },
		{ system: 'phone', value: '9998887777', use: 'mobile', rank: 1 },
	],
};

useNock();
beforeEach(() => resetProcessMemory());

describe('Patient Search', () => {
	const search = { resource: 'patient', operation: 'search' };

	it('finds by what was entered, phones as bare digits', async () => {
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

	it('searches nothing by nothing', async () => {
		const { error } = await runNode('modMed', search, [{}], modMedSurroundings());
		expect(error?.message).toContain("'Search By'");
	});

	it('says which permission a restricted search lacks', async () => {
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
