import { describe, expect, test } from '@jest/globals';

import { planChargeContact } from '../../../domain/charge/contactPlan';

const charge = {
	id: '1722',
	patientId: '77',
	encounterId: '',
	status: 'billable',
	transactionStatus: 'Charged',
	cents: 12_050,
	currency: 'USD',
	description: 'Peel',
	postedAt: '2026-03-20T19:00:00.000Z',
	providerId: '',
	locationId: '',
};
const sum = { totalCents: 13_075, total: 130.75, currency: 'USD', charges: 2 };

describe('What a charge calls for on the contact', () => {
	test('a note with the sum of all charges, and the fields', () => {
		expect(planChargeContact(charge, sum, ['new'])).toEqual({
			note: [
				'ModMed charge: new',
				'Amount: 120.50 USD',
				'For: Peel',
				'Posted: 2026-03-20',
				'Patient Lifetime Value: 130.75 USD from 2 charges, without credits, payment plans and adjustments',
			].join('\n'),
			fields: { 'ModMed Patient ID': '77', 'Patient Lifetime Value': 130.75 },
		});
	});

	test.each([
		{ given: {}, reasons: ['amount'], says: 'corrected' },
		{ given: {}, reasons: ['changed'], says: 'new' },
		{ given: { status: 'aborted' }, reasons: ['status'], says: 'voided' },
	])('$says', ({ given, reasons, says }) => {
		const { note } = planChargeContact({ ...charge, ...given }, sum, reasons);
		expect(note.split('\n')[0]).toBe(`ModMed charge: ${says}`);
	});

	test('leaves out what ModMed does not say, and counts one charge as one', () => {
		const bare = { ...charge, description: '', currency: '' };
		const { note } = planChargeContact(bare, { ...sum, charges: 1 }, []);
		expect(note).toContain('Amount: 120.50 USD\nPosted:');
		expect(note).toContain('from 1 charge,');
		expect(planChargeContact({ ...charge, cents: null }, sum, []).note).not.toContain('Amount');
	});
});
