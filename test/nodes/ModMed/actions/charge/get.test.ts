import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { FHIR } from '../../../../support/practice';
import { useNock } from '../../../../support/useNock';
import { chargeItem, runCharge } from '../../support/charges';

useNock();

describe('Charge Get', () => {
	it('reads a charge by its ID, which holds a bar', async () => {
		nock(FHIR).get('/ChargeItem/CHG%7C1722').reply(200, chargeItem('CHG|1722', '83.63'));
		const { output, error } = await runCharge('get', { chargeId: 'CHG|1722' });
		expect(error).toBeUndefined();
		expect(output[0]?.json).toMatchObject({
			id: 'CHG|1722',
			patientId: '385871',
			cents: 8363,
			amount: 83.63,
			currency: 'USD',
			stands: true,
			eventKey: expect.stringMatching(/^ChargeItem\/CHG\|1722#/),
		});
	});
});
