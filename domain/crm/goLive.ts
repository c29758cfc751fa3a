import { FIELD_TYPES } from '../vocabulary';

/** One line of the list that the set-up template ends in. */
export interface GoLiveLine {
	state: 'ready' | 'blocks' | 'advice';
	/** What was checked, with the finding. */
	what: string;
	/** Empty where there is nothing to do. */
	todo: string;
}

/** @example ready('Tag "Patient"') // { state: 'ready', what: 'Tag "Patient"', todo: '' } */
export function ready(what: string): GoLiveLine {
	return { state: 'ready', what, todo: '' };
}

/** Has to be fixed before the practice goes live. */
export function blocks(what: string, todo: string): GoLiveLine {
	return { state: 'blocks', what, todo };
}

/** Works as it is, but somebody should know. */
export function advice(what: string, todo: string): GoLiveLine {
	return { state: 'advice', what, todo };
}

/** Each line once: several checks may have one cause. */
export function withoutRepeats(lines: readonly GoLiveLine[]): GoLiveLine[] {
	return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map(
	Object.entries(FIELD_TYPES).map(([dataType, name]) => [dataType, name.toLowerCase()]),
);

/**
 * Whether a custom field that exists can hold what is meant for it. Its type is never changed.
 * @param wanted Data type that is needed, `present` the one it has, both as the CRM spells them.
 * @example checkFieldType('Last Visit Date', 'DATE', 'DATE')
 * // { state: 'ready', what: 'Field "Last Visit Date": date', todo: '' }
 */
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

/**
 * A data type of the CRM in words; one without words as it is.
 * @example fieldTypeName('MONETORY') // 'money'
 */
export function fieldTypeName(dataType: string): string {
	return TYPE_NAMES.get(dataType) ?? dataType;
}

/** The line that the list ends with: whether the practice may go live. */
export function verdict(lines: readonly GoLiveLine[]): GoLiveLine {
	const blocking = lines.filter(({ state }) => state === 'blocks').length;
	return blocking === 0
		? {
				...ready('Ready to go live'),
				todo: 'Copy the Category Mapper into Sync ModMed appointments to Aesthetix CRM, set its Operation to Map there, and publish.',
			}
		: blocks(
				`Not ready: ${blocking} of ${lines.length} lines block the go-live`,
				'Do what the blocking lines say, and execute this workflow again.',
			);
}
