import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Charge } from '../../../domain/charge/charge';
import { lifetimeValue } from '../../../domain/charge/lifetimeValue';

function charge(changes: Partial<Charge> = {}): Charge {
	return {
		id: 'CHG|1',
		patientId: '1',
		encounterId: '',
		status: 'billable',
		transactionStatus: 'Charged',
		cents: 100,
		currency: 'USD',
		description: '',
		postedAt: '2026-03-01T00:00:00.000Z',
		providerId: '',
		locationId: '',
		...changes,
	};
}

describe('lifetimeValue', () => {
	it('is the sum of the charges that stand, each counted once', () => {
		const charges = [
			charge({ id: '1', cents: 8363 }),
			charge({ id: '1', cents: 8363 }),
			charge({ id: '2', cents: 1, currency: '' }),
			charge({ id: '3', status: 'entered-in-error', cents: null }),
			charge({ id: '4', transactionStatus: 'Voided' }),
			charge({ id: '5', status: 'not-billable', currency: 'EUR' }),
		];
		const sum = { totalCents: 8364, total: 83.64, currency: 'USD', charges: 2 };
		expect(lifetimeValue(charges)).toEqual(sum);
	});

	it('is zero without charges', () => {
		expect(lifetimeValue([])).toMatchObject({ totalCents: 0, currency: 'USD', charges: 0 });
	});

	it('is not calculated from incomplete or mixed charges', () => {
		expect(lifetimeValue([charge(), charge({ id: '2', currency: 'CAD' })])).toEqual({
			currencies: ['CAD', 'USD'],
		});
		expect(lifetimeValue([charge(), charge({ id: '2', cents: null })])).toEqual({
			unreadable: ['2'],
		});
	});

	it('is the same in whatever order and however often charges come', () => {
		const some = fc.array(
			fc.record({ id: fc.nat(50), cents: fc.integer({ min: 0, max: 10 ** 7 }) }),
		);
		fc.assert(
			fc.property(some, (list) => {
				const unique = [...new Map(list.map((one) => [one.id, one])).values()];
				const charges = unique.map(({ id, cents }) => charge({ id: String(id), cents }));
				const total = unique.reduce((sum, { cents }) => sum + cents, 0);
				expect(lifetimeValue(charges)).toMatchObject({ totalCents: total });
				const again = [...charges, ...charges].reverse();
				expect(lifetimeValue(again)).toEqual(lifetimeValue(charges));
			}),
		);
	});
});
