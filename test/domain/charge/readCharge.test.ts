import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readCharge } from '../../../domain/charge/readCharge';

const part = (url: string, value: Record<string, unknown>) => ({ url, ...value });

const money = (value: unknown, currency: unknown = 'USD') => ({ valueMoney: { value, currency } });

function chargeItem(transaction: unknown[], changes: Record<string, unknown> = {}) {
	return {
		resourceType: 'ChargeItem',
		id: 'CHG|1722',
		extension: [{ url: 'financialTransaction', extension: transaction }],
		status: 'billable',
		subject: { reference: 'https://host/ema/fhir/v2/Patient/375535' },
		context: { reference: 'https://host/ema/fhir/v2/Encounter/9' },
		occurrenceDateTime: '2025-06-17T00:00:00+00:00',
		...changes,
	};
}

const line = (...extension: unknown[]) => ({ url: 'financialTransactionDetail', extension });

it("a charge of somebody at another practice is nobody's", () => {
	expect(readCharge(chargeItem([]), 'https://host/firm/other/ema/fhir/v2')).toMatchObject({
		patientId: '',
		encounterId: '',
	});
	expect(readCharge(chargeItem([]), 'https://host/ema/fhir/v2')?.patientId).toBe('375535');
});

describe('readCharge', () => {
	it('reads a charge whose data are all in extensions', () => {
		const read = readCharge(
			chargeItem([
				part('transactionStatus', { valueString: 'Charged' }),
				part('locationId', { valueString: '826' }),
				part('attendingProviderId', { valueString: '6666666601' }),
				part('totalCost', money('83.63')),
				line(
					part('description', { valueString: 'Botox' }),
					part('postingDate', { valueDateTime: '2025-06-18T00:00:00+00:00' }),
				),
				line(
					part('description', { valueString: 'Filler' }),
					part('postingDate', { valueDateTime: '2025-06-19T00:00:00+00:00' }),
				),
			]),
		);
		expect(read).toEqual({
			id: 'CHG|1722',
			patientId: '375535',
			encounterId: '9',
			status: 'billable',
			transactionStatus: 'Charged',
			cents: 8363,
			currency: 'USD',
			description: 'Botox, Filler',
			postedAt: '2025-06-19T00:00:00.000Z',
			providerId: '6666666601',
			locationId: '826',
		});
	});

	it('adds up the lines where there is no total', () => {
		const unit = (cost: unknown, quantity?: unknown) =>
			line(
				part('unitCost', money(cost)),
				...(quantity === undefined ? [] : [part('quantity', { valueDecimal: quantity })]),
			);
		expect(readCharge(chargeItem([unit(10.1, 3), unit('0.05')]))?.cents).toBe(3035);
		expect(readCharge(chargeItem([unit(10.1, 3), unit('?')]))?.cents).toBeNull();
		expect(readCharge(chargeItem([]))?.cents).toBeNull();
	});

	it('takes the day it was done where none was posted', () => {
		expect(readCharge(chargeItem([]))?.postedAt).toBe('2025-06-17T00:00:00.000Z');
	});

	it('never throws, whatever comes', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), (value, extension) => {
				readCharge(value);
				readCharge(chargeItem([{ extension }], { subject: value, context: extension }));
			}),
		);
	});
});
