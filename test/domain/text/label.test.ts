import { expect, test } from '@jest/globals';

import { findByLabel, sameLabel } from '../../../domain/text/label';

test('names go without case and by exact id', () => {
	const entries = [
		{ id: 'p1', name: 'Surgical Pipeline' },
		{ id: 'Booked', name: 'Other' },
	];
	expect(findByLabel(entries, ' surgical   PIPELINE')?.id).toBe('p1');
	expect(findByLabel(entries, 'Booked')?.name).toBe('Other');
	expect(findByLabel(entries, 'booked')).toBeUndefined();
	expect(sameLabel('Cancelled / No-Show', 'cancelled / no-show')).toBe(true);
});
