import { describe, expect, it } from '@jest/globals';

import { hasClearedOtherFields, unsavedFields } from '../../../domain/crm/verifyFieldWrite';

const values = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

const wanted = (id: string, value: string, dataType = 'TEXT') => ({
	field: { id, dataType },
	value,
});

describe('unsavedFields', () => {
	it.each([
		{ of: 'a value that is there', value: 'new', before: 'old', after: 'new', taken: true },
		{ of: 'a value as it was before', value: 'new', before: 'old', after: 'old', taken: false },
		{
			of: 'nothing instead of a value',
			value: 'new',
			before: 'old',
			after: undefined,
			taken: false,
		},
		{ of: 'a form of the CRM', value: '561 555 0100', before: '', after: '+1561', taken: true },
		{ of: 'an emptied field', value: '', before: 'old', after: '', taken: true },
		{ of: 'a field that stays', value: '', before: 'old', after: 'old', taken: false },
		{ of: 'a field that holds something else', value: '', before: 'old', after: 'x', taken: false },
	])('$of: $taken', ({ value, before, after, taken }) => {
		const one = wanted('a', value);
		const left = unsavedFields([one], values({ a: before }), values({ a: after }));
		expect(left).toEqual(taken ? [] : [one]);
	});

	it('accepts a day in each form of the CRM', () => {
		const day = wanted('a', '2026-12-01', 'DATE');
		for (const after of ['2026-12-01', '2026-12-01T00:00:00.000Z', Date.UTC(2026, 11, 1)]) {
			expect(unsavedFields([day], values({}), values({ a: after }))).toEqual([]);
		}
	});
});

describe('hasClearedOtherFields', () => {
	const before = values({ a: 'one', b: 2, c: '' });
	it.each([
		{ of: 'all others are gone', named: ['x'], after: { x: 'new' }, wiped: true },
		{ of: 'all others are empty', named: ['x'], after: { x: 'new', a: '', b: null }, wiped: true },
		{ of: 'one of them is left', named: ['x'], after: { x: 'new', b: 2 }, wiped: false },
		{ of: 'all are named', named: ['a', 'b'], after: {}, wiped: false },
	])('$of: $wiped', ({ named, after, wiped }) => {
		const names = named.map((id) => wanted(id, 'new'));
		expect(hasClearedOtherFields(names, before, values(after))).toBe(wiped);
	});
});
