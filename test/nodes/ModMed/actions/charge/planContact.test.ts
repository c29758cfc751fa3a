import { describe, expect, it } from '@jest/globals';

import { modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();

const charge = {
	id: 'CHG|1722',
	patientId: '385871',
	status: 'billable',
	cents: 8363,
	currency: 'USD',
	postedAt: '2026-03-01T00:00:00.000Z',
};
const lifetimeValue = { totalCents: 100030, total: 1000.3, currency: 'USD', charges: 3 };

const plan = async (item: Record<string, unknown>) =>
	await runNode(
		'modMed',
		{
			resource: 'charge',
			operation: 'planContact',
			charge: '={{ $json.charge }}',
			lifetimeValue: '={{ $json.lifetimeValue }}',
			reasons: 'new',
		},
		[item as never],
		modMedSurroundings(),
	);

describe('Charge Plan Contact', () => {
	it('returns the fields of the contact and the note, and requests nothing', async () => {
		const { output, error } = await plan({ charge, lifetimeValue });
		expect(error).toBeUndefined();
		expect(output[0]?.json.fields).toMatchObject({ 'ModMed Patient ID': '385871' });
		expect(Object.values(output[0]?.json.fields ?? {})).toContain(1000.3);
		expect(String(output[0]?.json.note).split('\n')).toEqual(
			expect.arrayContaining(['ModMed charge: new', 'Amount: 83.63 USD', 'Posted: 2026-03-01']),
		);
	});

	it.each([
		['no charge', { charge: {}, lifetimeValue }],
		['no sum', { charge, lifetimeValue: { charges: 3 } }],
	])('rejects %s', async (_, item) => {
		const { error } = await plan(item);
		expect(error?.message).toBe("'Charge' or 'Lifetime Value' is not what ModMed returns");
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});
});
