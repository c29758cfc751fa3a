import { describe, expect, it } from '@jest/globals';

import type { Charge } from '../../../domain/charge/charge';
import { chargeKey, isStanding } from '../../../domain/charge/charge';

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

describe('the event key of a charge', () => {
	it('changes with the tracked fields only', () => {
		const key = chargeKey(charge());
		expect(key).toMatch(/^ChargeItem\/CHG\|1#[0-9a-f]{12}$/);
		expect(chargeKey(charge({ providerId: '9', encounterId: '8' }))).toBe(key);
		for (const change of [{ cents: 101 }, { status: 'aborted' }, { description: 'Botox' }]) {
			expect(chargeKey(charge(change))).not.toBe(key);
		}
		expect(isStanding(charge({ transactionStatus: '' }))).toBe(true);
	});
});
