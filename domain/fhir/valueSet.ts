import { asLine, asRecord, asRecords, asText } from '../coerce';

export interface Concept {
	code: string;
	name: string;
}

/**
 * The codes of a FHIR ValueSet, each once. ModMed does not document its own form, so both places
 * where FHIR keeps codes are read.
 * Source: https://hl7.org/fhir/R4/valueset.html
 * @example readConcepts({ compose: { include: [{ concept: [{ code: '7', display: 'Botox' }] }] } })
 * // [{ code: '7', name: 'Botox' }]
 */
export function readConcepts(value: unknown): Concept[] {
	const valueSet = asRecord(value);
	const listed = [
		...asRecords(asRecord(valueSet.expansion).contains),
		...asRecords(asRecord(valueSet.compose).include).flatMap(({ concept }) => asRecords(concept)),
	];
	const concepts = new Map<string, Concept>();
	for (const entry of listed) {
		const code = asText(entry.code);
		const name = asLine(entry.display) || asLine(code);
		if (name && !concepts.has(code || name)) concepts.set(code || name, { code, name });
	}
	return [...concepts.values()];
}
