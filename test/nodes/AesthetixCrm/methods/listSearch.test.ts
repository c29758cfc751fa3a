import { describe, expect, test } from '@jest/globals';

import { seed } from '../../../../sandbox';
import { refusalOf } from '../support/refusalOf';
import { listOf } from '../support/runCrm';
import { useCrm } from '../support/useCrm';

const SURGICAL = seed.PIPELINES.surgical.name;
const crm = useCrm();

describe('Lists', () => {
	const credential = () => ({ credential: crm.credential });

	test('show what is in the CRM, stages of the chosen pipeline', async () => {
		expect(await listOf('searchPipelines', {}, credential())).toContain(SURGICAL);
		const pipeline = { __rl: true, mode: 'list', value: SURGICAL };
		const node = { resource: 'opportunity', operation: 'move', pipeline };
		expect(await listOf('searchStages', node, credential())).toContain('Consult Booked');
		expect(await listOf('searchFields', {}, credential(), 'visit')).toEqual([
			'Last Visit Date',
			'Next Visit Date',
		]);
		expect(await listOf('searchTags', {}, credential())).toContain('patient');
	});

	test('do not hide what went wrong', async () => {
		crm.sandbox.crm.settings.revoke('locations/customFields.readonly');
		const refusal = await refusalOf(listOf('searchFields', {}, credential()));
		expect(refusal.description).toContain('locations/customFields.readonly');
	});
});
