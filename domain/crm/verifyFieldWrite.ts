import type { FieldValue } from './fieldValue';
import { sameFieldValue } from './fieldValue';

/** A value that a custom field is to have. An empty text empties it. */
export interface FieldWrite {
	field: { id: string; dataType: string };
	value: FieldValue;
}

/** Values of custom fields by the id of the field. */
export type FieldValues = ReadonlyMap<string, unknown>;

/**
 * What an update did not bring about though it was answered with success: the field is as it was
 * before, or empty. A value in a form of the CRM's own was taken.
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
 * Whether an update emptied the fields it did not name. One among others may have been emptied by
 * somebody meanwhile; a CRM that replaces the fields leaves none of them.
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

export function isEmpty(value: unknown): boolean {
	return sameFieldValue('TEXT', value, '');
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
