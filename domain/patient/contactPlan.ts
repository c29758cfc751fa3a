import { asText } from '../coerce';
import { FIELDS } from '../vocabulary';
import type { Patient } from './patient';

/** What a contact of the CRM looks like to this decision. */
export interface KnownContact {
	firstName: string;
	lastName: string;
	/** Whether the contact was created for this very patient just now. */
	isNew: boolean;
}

/** What a changed patient calls for on their contact, decided before anything is written. */
export interface ContactPlan {
	note: string;
	/** Custom fields by name. A field that is not named stays as it is. */
	fields: Record<string, string>;
	/** Standard fields of the contact. What is empty stays as it is. */
	contactFields: { firstName: string; lastName: string; email: string; phone: string };
}

/** The CRM takes these, and takes them only while it creates a contact. */
const GENDERS_OF_THE_CRM = ['male', 'female'];

/** What people call the reasons of an event, where their names differ. */
const REASON_LABELS: ReadonlyMap<string, string> = new Map([['birthDate', 'birthday']]);

/**
 * What a patient of ModMed calls for on their contact.
 *
 * A name that differs from the contact's in upper and lower case only is left alone: the CRM shows
 * names its own way.
 *
 * @param reasons What changed, as the trigger names it; `changed` says that nobody knows.
 * @param phoneDigits The phone as ten digits, or empty where it is no US number.
 */
export function planContact(
	patient: Patient & { phoneDigits: string },
	contact: KnownContact,
	reasons: readonly string[],
): ContactPlan {
	const { id, firstName, lastName, birthDate } = patient;
	return {
		note: patientNote(patient, contact.isNew, reasons),
		fields: {
			[FIELDS.patientId.name]: id,
			...(birthDate !== '' && { [FIELDS.birthday.name]: birthDate }),
		},
		contactFields: {
			firstName: sameName(firstName, contact.firstName) ? '' : firstName,
			lastName: sameName(lastName, contact.lastName) ? '' : lastName,
			email: emailOf(patient),
			phone: patient.phoneDigits,
		},
	};
}

function patientNote(patient: Patient, isNew: boolean, reasons: readonly string[]): string {
	const changed = reasons.map((reason) => REASON_LABELS.get(reason) ?? reason).join(', ');
	const keepsOwn = 'none in ModMed, the contact keeps its own';
	return [
		`ModMed patient: ${isNew ? 'contact created' : 'contact updated'}`,
		...(changed === '' || reasons.includes('changed') ? [] : [`Changed: ${changed}`]),
		`Name: ${[patient.firstName, patient.lastName].filter(Boolean).join(' ')}`,
		`Birthday: ${patient.birthDate || 'none in ModMed'}`,
		`Gender: ${genderLine(patient.gender, isNew)}`,
		`Email: ${patient.email || keepsOwn}`,
		`Phone: ${patient.phone || keepsOwn}`,
	].join('\n');
}

function genderLine(gender: string, isNew: boolean): string {
	if (gender === '') return 'none in ModMed';
	if (!isNew) {
		return `${gender} (the CRM accepts it for a new contact only: where it differs, change it by hand)`;
	}
	return GENDERS_OF_THE_CRM.includes(gender)
		? gender
		: `${gender} (the CRM accepts male and female only)`;
}

/** ModMed keeps placeholders such as "declined" in place of an address. */
function emailOf({ email }: Patient): string {
	return email.includes('@') ? email : '';
}

function sameName(one: string, other: string): boolean {
	return asText(one).toLowerCase() === asText(other).toLowerCase();
}
