import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Charge } from '../../domain/charge/charge';
import { chargeKey, isStanding } from '../../domain/charge/charge';
import { lifetimeValue } from '../../domain/charge/lifetimeValue';
import { toAmount, toCents } from '../../domain/charge/money';
import { readCharge } from '../../domain/charge/readCharge';

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

it("a charge of somebody at another practice is nobody's", () => {
	expect(readCharge(chargeItem([]), 'https://host/firm/other/ema/fhir/v2')).toMatchObject({
		patientId: '',
		encounterId: '',
	});
	expect(readCharge(chargeItem([]), 'https://host/ema/fhir/v2')?.patientId).toBe('375535');
});

describe('toCents', () => {
	it.each([
		[83.63, 8363],
		['83.63', 8363],
		['$1,083.6', 108360],
		[0.1 + 0.2, 30],
		[1.005, 101],
		['.5', 50],
		['-12.50', -1250],
		[0, 0],
		['', null],
		['-', null],
		['twelve', null],
		['1.2.3', null],
		[Number.NaN, null],
		[null, null],
		[{}, null],
	])('reads %j as %j', (value, cents) => {
		expect(toCents(value)).toBe(cents);
	});

	it('reads back every amount, as a number and as a text', () => {
		fc.assert(
			fc.property(fc.integer({ min: -(10 ** 10), max: 10 ** 10 }), (cents) => {
				expect(toCents(toAmount(cents))).toBe(cents);
				expect(toCents(toAmount(cents).toFixed(2))).toBe(cents);
			}),
		);
	});
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

	it('is nothing for nobody', () => {
		expect(lifetimeValue([])).toMatchObject({ totalCents: 0, currency: 'USD', charges: 0 });
	});

	it('is not told where it would be wrong', () => {
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

describe('the key of a charge', () => {
	it('stays through what nobody minds and changes with what counts', () => {
		const key = chargeKey(charge());
		expect(key).toMatch(/^ChargeItem\/CHG\|1#[0-9a-f]{12}$/);
		expect(chargeKey(charge({ providerId: '9', encounterId: '8' }))).toBe(key);
		for (const change of [{ cents: 101 }, { status: 'aborted' }, { description: 'Botox' }]) {
			expect(chargeKey(charge(change))).not.toBe(key);
		}
		expect(isStanding(charge({ transactionStatus: '' }))).toBe(true);
	});
});
