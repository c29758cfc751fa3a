import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, modMedSurroundings } from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

useNock();

function chargeItem(id: string, value: unknown, changes: Record<string, unknown> = {}) {
	const { patient = '385871', currency = 'USD', ...rest } = changes;
	const totalCost = { url: 'totalCost', valueMoney: { value, currency } };
	return {
		resourceType: 'ChargeItem',
		id,
		extension: [{ url: 'financialTransaction', extension: [totalCost] }],
		status: 'billable',
		subject: { reference: `${FHIR}/Patient/${patient}` },
		occurrenceDateTime: '2026-03-01T00:00:00+00:00',
		...rest,
	};
}

function searched(...pages: unknown[][]): void {
	const next = `${FHIR}/ChargeItem?patient=385871&page=`;
	pages.concat([[]]).forEach((charges, index) => {
		const query = { patient: '385871', ...(index > 0 && { page: String(index + 1) }) };
		const link = charges.length > 0 ? `${next}${index + 2}` : undefined;
		nock(FHIR).get('/ChargeItem').query(query).reply(200, bundle(charges, link));
	});
}

const run = async (operation: string, parameters: Record<string, unknown> = {}) =>
	await runNode(
		'modMed',
		{ resource: 'charge', operation, patientId: '={{ $json.id }}', ...parameters } as never,
		[{ id: '385871' }],
		modMedSurroundings(),
	);

describe('Charge Get', () => {
	it('reads a charge by its ID, which holds a bar', async () => {
		nock(FHIR).get('/ChargeItem/CHG%7C1722').reply(200, chargeItem('CHG|1722', '83.63'));
		const { output, error } = await run('get', { chargeId: 'CHG|1722' });
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

describe('Charge Get Many', () => {
	it('gives the charges of the patient, page by page, and of nobody else', async () => {
		searched(
			[chargeItem('1', 1), chargeItem('2', 2, { patient: '7' })],
			[chargeItem('3', 3, { status: 'aborted' })],
		);
		const { output } = await run('getAll', { returnAll: true });
		expect(output.map(({ json }) => [json.id, json.stands])).toEqual([
			['1', true],
			['3', false],
		]);
	});

	it.each(['', '..', 'Location/1'])(
		'asks nothing for %j, which is no patient',
		async (patientId) => {
			const { error } = await run('getAll', { patientId: `=${patientId}` });
			expect(error?.message).toContain("'Patient ID'");
		},
	);
});

describe('Lifetime Value', () => {
	it('adds up all charges that stand, in cents', async () => {
		searched(
			[chargeItem('1', 0.1), chargeItem('2', '0.20'), chargeItem('3', 999, { status: 'aborted' })],
			[chargeItem('4', 1000), chargeItem('1', 0.1)],
		);
		const { output } = await run('lifetimeValue');
		expect(output.map(({ json }) => json)).toEqual([
			{ patientId: '385871', totalCents: 100030, total: 1000.3, currency: 'USD', charges: 3 },
		]);
	});

	it('is zero without charges', async () => {
		searched();
		const { output } = await run('lifetimeValue');
		expect(output[0]?.json).toMatchObject({ totalCents: 0, total: 0, charges: 0 });
	});

	it('says in words why there is none', async () => {
		searched([chargeItem('1', 1), chargeItem('2', 1, { currency: 'CAD' })]);
		const mixed = await run('lifetimeValue');
		expect(mixed.error?.message).toContain('charges in CAD and USD');
		searched([chargeItem('1', 1), chargeItem('2', 'much')]);
		const unreadable = await run('lifetimeValue');
		expect(unreadable.error?.message).toContain('charges without a readable amount (2)');
		expect(unreadable.error?.context).toMatchObject({ transient: false });
	});

	it('says which permission it lacks', async () => {
		nock(FHIR).get('/ChargeItem').query(true).times(2).reply(403, {});
		nock('https://ema.test')
			.post('/firm/demo/ema/ws/oauth2/grant')
			.reply(200, { access_token: 't' });
		const { error } = await run('lifetimeValue');
		expect(error?.description).toContain('acl/chrg_item_s');
	});
});
