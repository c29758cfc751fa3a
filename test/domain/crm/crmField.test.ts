import { expect, test } from '@jest/globals';

import { findField } from '../../../domain/crm/crmField';

const fields = [
	{ id: 'f1', name: 'Next Visit', fieldKey: 'contact.next_visit_date', dataType: 'DATE' },
	{ id: 'f2', name: 'next_visit_date', fieldKey: 'contact.other', dataType: 'TEXT' },
];

test.each([
	['next  VISIT', 'f1'],
	['f1', 'f1'],
	['contact.next_visit_date', 'f1'],
	['other', 'f2'],
	// A name goes before a key.
	['next_visit_date', 'f2'],
	['F1', undefined],
])('%s finds %s', (name, id) => {
	expect(findField(fields, name)?.id).toBe(id);
});
