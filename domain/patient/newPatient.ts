import { toDay } from '../crm/crmDate';
import type { Patient } from './patient';
import { plainLine } from '../text/plainText';
import { usPhone } from './usPhone';

/** Somebody who may become a patient: what a practice may ask of them, each as it was entered. */
export interface PatientForm {
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	birthDate: unknown;
	gender: string;
	addressLine: string;
	city: string;
	state: string;
	postalCode: string;
}

export type PatientAttribute = keyof PatientForm;

/** The same in the form ModMed keeps it. What cannot be read is empty. */
export type NewPatient = Omit<Patient, 'id'> & Record<PatientAttribute, string>;

/** The attributes by the words of the CRM's contact form. */
export const ATTRIBUTE_LABELS: Record<PatientAttribute, string> = {
	firstName: 'First Name',
	lastName: 'Last Name',
	email: 'Email',
	phone: 'Phone',
	birthDate: 'Date of Birth',
	gender: 'Gender',
	addressLine: 'Street Address',
	city: 'City',
	state: 'State',
	postalCode: 'Postal Code',
};

/** What an entered value has to be like, where not every text will do. */
const FORMS: Partial<Record<PatientAttribute, string>> = {
	email: 'an email address',
	phone: 'a US number of ten digits',
	birthDate: 'a date that has been',
	gender: 'male, female, other or unknown',
};

/** RFC 5321. */
const LONGEST_EMAIL = 254;

const GENDERS: Record<string, string> = { m: 'male', f: 'female', man: 'male', woman: 'female' };

/**
 * @param zone Where a birth date given as a moment is a day.
 * @param today `YYYY-MM-DD`: nobody is born later.
 */
export function readPatientForm(entered: PatientForm, zone: string, today: string): NewPatient {
	const birthDate = toDay(entered.birthDate, zone);
	const email = entered.email.trim().toLowerCase();
	return {
		firstName: plainLine(entered.firstName),
		lastName: plainLine(entered.lastName),
		email: isEmail(email) ? email : '',
		phone: usPhone(entered.phone),
		birthDate: birthDate >= '1850' && birthDate <= today ? birthDate : '',
		gender: readGender(entered.gender),
		addressLine: plainLine(entered.addressLine),
		city: plainLine(entered.city),
		state: plainLine(entered.state),
		postalCode: plainLine(entered.postalCode),
	};
}

/** Which attributes a practice demands are not there, or not such that ModMed can take them. */
export function missingAttributes(
	patient: NewPatient,
	required: readonly PatientAttribute[],
): PatientAttribute[] {
	return required.filter((attribute) => patient[attribute] === '');
}

/** What keeps a patient from being created, in a sentence for people. */
export function missingNote(entered: PatientForm, missing: readonly PatientAttribute[]): string {
	const isEmpty = (attribute: PatientAttribute) => String(entered[attribute] ?? '').trim() === '';
	const empty = missing.filter(isEmpty).map((attribute) => ATTRIBUTE_LABELS[attribute]);
	const unreadable = missing
		.filter((attribute) => !isEmpty(attribute))
		.map(
			(attribute) => `${ATTRIBUTE_LABELS[attribute]} has to be ${FORMS[attribute] ?? 'filled in'}`,
		);
	const parts = [
		...(empty.length > 0 ? [`${joinWords(empty)} ${empty.length > 1 ? 'are' : 'is'} missing`] : []),
		...unreadable,
	];
	return `Not created in ModMed: ${parts.join('; ')}.`;
}

/** @example inWords(['Email', 'Phone', 'Gender']) // 'Email, Phone and Gender' */
export function joinWords(words: readonly string[]): string {
	return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

function readGender(text: string): string {
	const plain = text.trim().toLowerCase();
	const gender = GENDERS[plain] ?? plain;
	return ['male', 'female', 'other', 'unknown'].includes(gender) ? gender : '';
}

function isEmail(text: string): boolean {
	return text.length <= LONGEST_EMAIL && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
