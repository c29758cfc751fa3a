import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Mapping } from '../../../domain/appointment/category';
import { categorize, comparableTypeName, readCategory } from '../../../domain/appointment/category';
import { CATEGORIES } from '../../../domain/vocabulary';

const mappings: Mapping[] = [
	{ appointmentType: 'Pre-Op Visit', category: 'Pre-Op' },
	{ appointmentType: 'Consult: Crème Peel', category: 'Non-Surgical Consult' },
	{ appointmentType: 'Filler 12', category: 'Non-Surgical Appointment' },
];

describe('categorize', () => {
	it.each([
		['pre-op visit', 'Pre-Op'],
		['PRE OP  VISIT', 'Pre-Op'],
		['Pre\u2013Op\u00a0Visit', 'Pre-Op'],
		['PreOp Visit', 'Pre-Op'],
		['consult: creme peel', 'Non-Surgical Consult'],
		['Consult: Cre\u0300me Peel', 'Non-Surgical Consult'],
	])('finds %j', (typeName, category) => {
		expect(categorize(typeName, mappings)).toEqual({ category });
	});

	it.each(['Pre-Op Visits', 'Pre-Op', 'Consult Crème Peel', 'Filler 1.2', 'Filler 13'])(
		'does not guess at %j',
		(typeName) => {
			expect(categorize(typeName, mappings)).toEqual({ unmapped: 'notListed' });
		},
	);

	it('waits for a type without a name', () => {
		expect(categorize(' – ', mappings)).toEqual({ unmapped: 'noType' });
	});

	it('does not choose between rows that contradict each other', () => {
		const contradictory: Mapping[] = [
			{ appointmentType: 'Laser', category: 'Block' },
			{ appointmentType: 'LASER', category: 'Post-Op' },
		];
		expect(categorize('laser', contradictory)).toEqual({ unmapped: 'contradictory' });
		expect(categorize('LASER', contradictory)).toEqual({ category: 'Post-Op' });
	});

	it('takes rows that repeat each other as one', () => {
		expect(categorize('filler-12', [...mappings, ...mappings])).toEqual({
			category: 'Non-Surgical Appointment',
		});
	});

	it('never lets case or spacing around a name decide', () => {
		fc.assert(
			fc.property(fc.string(), (name) => {
				const once = comparableTypeName(name);
				expect(comparableTypeName(` ${name.toUpperCase().toLowerCase()} `)).toBe(
					comparableTypeName(name.toUpperCase().toLowerCase()),
				);
				expect(comparableTypeName(once)).toBe(once);
			}),
		);
	});
});

describe('readCategory', () => {
	it('knows every category under its own name in any case', () => {
		for (const category of CATEGORIES) {
			expect(readCategory(` ${category.toUpperCase()}`)).toBe(category);
		}
	});

	it('knows the longer spellings of the sheets', () => {
		expect(readCategory('Pre-Op Appointment')).toBe('Pre-Op');
		expect(readCategory('post-op  appointment')).toBe('Post-Op');
	});

	it('knows nothing else', () => {
		expect(readCategory('Surgical')).toBeUndefined();
	});
});
