import type { GoLiveLine } from './goLive';
import { FIELD_TYPES } from '../vocabulary';
import { advice, blocks, ready } from './goLive';

const WORDS: ReadonlyMap<string, string> = new Map(
	Object.entries(FIELD_TYPES).map(([dataType, name]) => [dataType, name.toLowerCase()]),
);

/** Whether a field that exists can hold what is meant for it. Nobody's field is changed. */
export function checkFieldType(name: string, wanted: string, present: string): GoLiveLine {
	const field = `Field "${name}"`;
	if (present === wanted) return ready(`${field}: ${fieldTypeName(wanted)}`);
	const differs = `${field} is of the type ${fieldTypeName(present)}, not ${fieldTypeName(wanted)}`;
	if (wanted === 'TEXT' && present === 'LARGE_TEXT') {
		return advice(differs, 'It works as it is. Nothing has to be done.');
	}
	return blocks(
		differs,
		`The CRM cannot change a type. Rename the field in the CRM and run this again: a new "${name}" is created.`,
	);
}

export function fieldTypeName(dataType: string): string {
	return WORDS.get(dataType) ?? dataType;
}
