import type { PatientAttribute } from '../patient/newPatient';
import { asRecord, asRecords, asText } from '../coerce';

/** How ModMed may call an attribute when it objects to it. */
const WORDS: Array<[word: RegExp, attribute: PatientAttribute]> = [
	[/\b(given|first[ _]?name)\b/i, 'firstName'],
	[/\b(family|last[ _]?name)\b/i, 'lastName'],
	[/\be-?mail\b/i, 'email'],
	[/\b(phone|mobile)\b/i, 'phone'],
	[/\b(birth[ _]?date|date of birth|dob)\b/i, 'birthDate'],
	[/\b(gender|sex)\b/i, 'gender'],
	[/\b(address|street)\b/i, 'addressLine'],
	[/\bcity\b/i, 'city'],
	[/\bstate\b/i, 'state'],
	[/\b(postal[ _]?code|zip)\b/i, 'postalCode'],
];

/**
 * Which attributes of a new patient an OperationOutcome objects to. Its sentences themselves are
 * not repeated: they may hold what was sent.
 */
export function rejectedAttributes(outcome: unknown): PatientAttribute[] {
	const said = asRecords(asRecord(outcome).issue).flatMap(wordsOf).join('\n');
	return WORDS.filter(([word]) => word.test(said)).map(([, attribute]) => attribute);
}

function wordsOf(issue: Record<string, unknown>): string[] {
	const { text, coding } = asRecord(issue.details);
	const displays = asRecords(coding).map(({ display }) => display);
	return [text, issue.diagnostics, ...displays, issue.expression, issue.location]
		.flat()
		.map(asText);
}
