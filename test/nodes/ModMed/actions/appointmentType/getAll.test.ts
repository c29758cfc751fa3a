import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { FHIR, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();

describe('Appointment Type Get Many', () => {
	it.each([
		{ expansion: { contains: [{ code: '1957', display: 'Follow-up' }] } },
		{ compose: { include: [{ concept: [{ code: '1957', display: 'Follow-up' }] }] } },
	])('lists the types in either form of a value set', async (form) => {
		nock(FHIR)
			.get('/ValueSet/appointment-type')
			.reply(200, { resourceType: 'ValueSet', ...form });
		const { output } = await runNode(
			'modMed',
			{ resource: 'appointmentType', operation: 'getAll' },
			[{}],
			modMedSurroundings(),
		);
		expect(output.map(({ json }) => json)).toEqual([{ code: '1957', name: 'Follow-up' }]);
	});
});
