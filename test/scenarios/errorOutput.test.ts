import { expect, test } from '@jest/globals';

import { AesthetixCrmApi } from '../../credentials/AesthetixCrmApi.credentials';
import { AesthetixCrm } from '../../nodes/AesthetixCrm/AesthetixCrm.node';
import { CategoryMapper } from '../../nodes/CategoryMapper/CategoryMapper.node';
import { modMedSurroundings, practiceCredential } from '../support/practice';
import { runNode, type Surroundings } from '../support/runNode';

const crm = {
	nodeTypes: { aesthetixCrm: new AesthetixCrm() },
	credentialTypes: [new AesthetixCrmApi()],
	credentials: {
		aesthetixCrmApi: { privateIntegrationToken: 'pit-1', locationId: '', baseUrl: '' },
	},
};
const mappings = { mapping: [{ appointmentType: 'Peel', category: 'Surgery' }] };

/**
 * n8n passes the input of a node that throws to its first output, as if all had gone well. An error
 * that concerns the whole node must therefore come out item by item, or every item counts as synced.
 */
test.each<[string, string, object, Surroundings]>([
	[
		'a CRM credential without location',
		'aesthetixCrm',
		{ resource: 'contact', operation: 'find' },
		crm,
	],
	[
		'a ModMed credential without address',
		'modMed',
		{ resource: 'appointment', operation: 'get', appointmentId: '1' },
		modMedSurroundings(practiceCredential({ baseUrl: 'nowhere' })),
	],
	[
		'a category that does not exist',
		'categoryMapper',
		{ mappings },
		{ nodeTypes: { categoryMapper: new CategoryMapper() } },
	],
])('%s goes to the error output, once for each item', async (_what, type, parameters, around) => {
	const { run } = await runNode(
		type,
		parameters as never,
		[{ event: 'first' }, { event: 'second' }],
		{
			...around,
			node: { onError: 'continueErrorOutput' },
		},
	);
	const outputs = run.data.resultData.runData.Node?.[0]?.data?.main ?? [];
	const errors = outputs.pop() ?? [];
	expect(outputs.flat()).toEqual([]);
	expect(errors.map(({ json }) => json)).toEqual([
		expect.objectContaining({ event: 'first', error: expect.any(String) }),
		expect.objectContaining({ event: 'second', error: expect.any(String) }),
	]);
});
