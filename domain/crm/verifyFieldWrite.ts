import type { FieldValue } from './fieldValue';
import { sameFieldValue } from './fieldValue';

/** A value that a custom field should have. An empty text empties it. */
export interface FieldWrite {
	field: { id: string; dataType: string };
	value: FieldValue;
}

/** Values of custom fields, by the ids of the fields. */
export type FieldValues = ReadonlyMap<string, unknown>;

/**
 * The fields that an update did not save although the CRM reported success: they hold what they
 * held before, or nothing. A value that the CRM gives back in another form counts as saved.
 */
export function unsavedFields<One extends FieldWrite>(
	wanted: readonly One[],
	before: FieldValues,
	after: FieldValues,
): One[] {
	return wanted.filter(({ field: { id, dataType }, value }) => {
		const present = after.get(id);
		if (sameFieldValue(dataType, present, value)) return false;
		return value === '' || isEmpty(present) || isSame(present, before.get(id));
	});
}

/**
 * Whether an update cleared the fields that it did not name: all of them, since a single one may
 * have been cleared by a person meanwhile.
 */
export function hasClearedOtherFields(
	named: readonly FieldWrite[],
	before: FieldValues,
	after: FieldValues,
): boolean {
	const others = [...before].filter(
		([id, value]) => !isEmpty(value) && !named.some(({ field }) => field.id === id),
	);
	return others.length > 0 && others.every(([id]) => isEmpty(after.get(id)));
}

/**
 * Whether a custom field holds nothing.
 * @example isEmpty([]) // true
 */
export function isEmpty(value: unknown): boolean {
	return sameFieldValue('TEXT', value, '');
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
