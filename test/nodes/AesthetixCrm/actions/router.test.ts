import { expect, test } from '@jest/globals';

import { runCrm } from '../support/runCrm';
import { useCrm } from '../support/useCrm';

const crm = useCrm();

test('items of one contact go in their order, those of several side by side', async () => {
	const items = [1, 2, 3].map((body) => ({ body }));
	await runCrm(
		{ resource: 'note', operation: 'add', contactId: crm.contactId, body: '={{ $json.body }}' },
		{ credential: crm.credential, items },
	);
	const bodies = crm.sandbox.journal
		.entries({ method: 'POST', path: '/notes' })
		.map(({ body }) => body);
	expect(bodies).toEqual([{ body: '1' }, { body: '2' }, { body: '3' }]);
});
