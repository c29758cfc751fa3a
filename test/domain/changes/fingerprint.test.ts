import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { TrackedField } from '../../../domain/changes/fingerprint';
import { fieldHashes, fingerprint } from '../../../domain/changes/fingerprint';

const fields = fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 });

test('a fingerprint changes with any value, and with no name', () => {
	fc.assert(
		fc.property(fields, fc.nat(), (all, at) => {
			const changed = all.map(([name, value], index): TrackedField => [
				`${name}!`,
				index === at % all.length ? `${value}!` : value,
			]);
			const renamed = all.map(([name, value]): TrackedField => [`${name}!`, value]);
			expect(fingerprint(changed)).not.toBe(fingerprint(all));
			expect(fingerprint(renamed)).toBe(fingerprint(all));
			expect(fingerprint(all)).toMatch(/^[0-9a-f]{12}$/);
		}),
	);
});

test('values do not run into each other', () => {
	const split = (...values: string[]) => fingerprint(values.map((value) => ['', value]));
	expect(split('ab', 'c')).not.toBe(split('a', 'bc'));
});

test('there are two letters for each field, in their order', () => {
	fc.assert(
		fc.property(fields, (all) => {
			expect(fieldHashes(all)).toBe(all.map((field) => fieldHashes([field])).join(''));
			expect(fieldHashes(all)).toHaveLength(2 * all.length);
		}),
	);
});
