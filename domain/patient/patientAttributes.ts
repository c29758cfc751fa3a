import { issueTexts } from '../fhir/operationOutcome';

interface AttributeEntry {
	/** What the CRM's contact form calls it. */
	label: string;
	/** What a value has to be, where not every text will do. */
	mustBe?: string;
	/** How ModMed may call it when it rejects it. */
	inOutcome: RegExp;
}

/** What a practice may demand of a new patient. */
const ATTRIBUTES = {
	firstName: { label: 'First Name', inOutcome: /\b(given|first[ _]?name)\b/i },
	lastName: { label: 'Last Name', inOutcome: /\b(family|last[ _]?name)\b/i },
	email: { label: 'Email', mustBe: 'an email address', inOutcome: /\be-?mail\b/i },
	phone: {
		label: 'Phone',
		mustBe: 'a US number of ten digits',
		inOutcome: /\b(phone|mobile)\b/i,
	},
	birthDate: {
		label: 'Date of Birth',
		mustBe: 'a past date',
		inOutcome: /\b(birth[ _]?date|date of birth|dob)\b/i,
	},
	gender: {
		label: 'Gender',
		mustBe: 'male, female, other or unknown',
		inOutcome: /\b(gender|sex)\b/i,
	},
	addressLine: { label: 'Street Address', inOutcome: /\b(address|street)\b/i },
	city: { label: 'City', inOutcome: /\bcity\b/i },
	state: { label: 'State', inOutcome: /\bstate\b/i },
	postalCode: { label: 'Postal Code', inOutcome: /\b(postal[ _]?code|zip)\b/i },
} as const satisfies Record<string, AttributeEntry>;

export type PatientAttribute = keyof typeof ATTRIBUTES;

/** Somebody who may become a patient, each attribute as it was entered. */
export type PatientForm = Record<Exclude<PatientAttribute, 'birthDate'>, string> & {
	/** A text, or a date object of luxon from an expression. */
	birthDate: unknown;
};

const ENTRIES = Object.entries(ATTRIBUTES) as Array<[PatientAttribute, AttributeEntry]>;

/** The attributes by what the CRM's contact form calls them, in its order. */
export const ATTRIBUTE_LABELS = Object.fromEntries(
	ENTRIES.map(([attribute, { label }]) => [attribute, label]),
) as Record<PatientAttribute, string>;

/**
 * A sentence for the contact's note: why no patient was created.
 * @param missing What the practice demands and is empty, or not readable.
 */
export function missingNote(form: PatientForm, missing: readonly PatientAttribute[]): string {
	const isEmpty = (attribute: PatientAttribute) => String(form[attribute] ?? '').trim() === '';
	const empty = missing.filter(isEmpty).map((attribute) => ATTRIBUTE_LABELS[attribute]);
	const unreadable = missing.filter((attribute) => !isEmpty(attribute)).map(requirementOf);
	const parts = [
		...(empty.length > 0 ? [`${joinWords(empty)} ${empty.length > 1 ? 'are' : 'is'} missing`] : []),
		...unreadable,
	];
	return `Not created in ModMed: ${parts.join('; ')}.`;
}

/**
 * The attributes of a new patient that an OperationOutcome rejects. Its sentences themselves are
 * not repeated: they may hold what was sent.
 * @example rejectedAttributes({ issue: [{ details: { text: 'Invalid zip, missing DOB' } }] })
 * // ['birthDate', 'postalCode']
 */
export function rejectedAttributes(outcome: unknown): PatientAttribute[] {
	const said = issueTexts(outcome).join('\n');
	return ENTRIES.filter(([, { inOutcome }]) => inOutcome.test(said)).map(([name]) => name);
}

/** @example joinWords(['Email', 'Phone', 'Gender']) // 'Email, Phone and Gender' */
export function joinWords(words: readonly string[]): string {
	return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

function requirementOf(attribute: PatientAttribute): string {
	const { label, mustBe = 'filled in' }: AttributeEntry = ATTRIBUTES[attribute];
	return `${label} has to be ${mustBe}`;
}
