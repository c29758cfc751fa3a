import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { FHIR } from '../../../../support/practice';
import { useNock } from '../../../../support/useNock';
import { chargeItem, runCharge, searched } from '../../support/charges';

useNock();

describe('Lifetime Value', () => {
	it('adds up all charges that stand, in cents', async () => {
		searched(
			[chargeItem('1', 0.1), chargeItem('2', '0.20'), chargeItem('3', 999, { status: 'aborted' })],
			[chargeItem('4', 1000), chargeItem('1', 0.1)],
		);
		const { output } = await runCharge('lifetimeValue');
		expect(output.map(({ json }) => json)).toEqual([
			{ patientId: '385871', totalCents: 100030, total: 1000.3, currency: 'USD', charges: 3 },
		]);
	});

	it('is zero without charges', async () => {
		searched();
		const { output } = await runCharge('lifetimeValue');
		expect(output[0]?.json).toMatchObject({ totalCents: 0, total: 0, charges: 0 });
	});

	it('says why there is no sum', async () => {
		searched([chargeItem('1', 1), chargeItem('2', 1, { currency: 'CAD' })]);
		const mixed = await runCharge('lifetimeValue');
		expect(mixed.error?.message).toContain('charges in CAD and USD');
		searched([chargeItem('1', 1), chargeItem('2', 'much')]);
		const unreadable = await runCharge('lifetimeValue');
		expect(unreadable.error?.message).toContain('charges without a readable amount (2)');
		expect(unreadable.error?.context).toMatchObject({ transient: false });
	});

	it('names the permission it lacks', async () => {
		nock(FHIR).get('/ChargeItem').query(true).times(2).reply(403, {});
		nock('https://ema.test')
			.post('/firm/demo/ema/ws/oauth2/grant')
			.reply(200, { access_token: 't' });
		const { error } = await runCharge('lifetimeValue');
		expect(error?.description).toContain('acl/chrg_item_s');
	});
});
