import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { normaliseStatus, statusName } from '../../../domain/appointment/status';

describe('a status', () => {
	it.each([
		['pending', 'Pending'],
		['booked', 'Confirmed'],
		['arrived', 'Arrived'],
		['checked-in', 'Checked-In'],
		['checkedin', 'Checked-In'],
		['fulfilled', 'Checked-Out'],
		['cancelled', 'Cancelled'],
		['noshow', 'No Show'],
		['entered-in-error', 'entered-in-error'],
		['Waitlist', 'Waitlist'],
	])('%s is shown as %s', (code, name) => expect(statusName(code)).toBe(name));

	it('is normalised once and for all', () => {
		fc.assert(
			fc.property(fc.string(), (code) => {
				expect(normaliseStatus(normaliseStatus(code))).toBe(normaliseStatus(code));
			}),
		);
	});
});
