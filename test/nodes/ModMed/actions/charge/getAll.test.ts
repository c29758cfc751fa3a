import { describe, expect, it } from '@jest/globals';

import { useNock } from '../../../../support/useNock';
import { chargeItem, runCharge, searched } from '../../support/charges';

useNock();

describe('Charge Get Many', () => {
	it('returns the charges of the patient, page by page, and of nobody else', async () => {
		searched(
			[chargeItem('1', 1), chargeItem('2', 2, { patient: '7' })],
			[chargeItem('3', 3, { status: 'aborted' })],
		);
		const { output } = await runCharge('getAll', { returnAll: true });
		expect(output.map(({ json }) => [json.id, json.stands])).toEqual([
			['1', true],
			['3', false],
		]);
	});

	it.each(['', '..', 'Location/1'])(
		'requests nothing for %j, which is no patient',
		async (patientId) => {
			const { error } = await runCharge('getAll', { patientId: `=${patientId}` });
			expect(error?.message).toContain("'Patient ID'");
		},
	);
});
