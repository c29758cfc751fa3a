import { toDay } from '../crm/crmDate';
import { plainLine } from '../text/plainText';
import type { Patient } from './patient';
import type { PatientAttribute, PatientForm } from './patientAttributes';
import { usPhone } from './usPhone';

/** A patient in the form that ModMed keeps. What cannot be read is empty. */
export type NewPatient = Omit<Patient, 'id'> & Record<PatientAttribute, string>;

/** RFC 5321. */
const MAX_EMAIL_LENGTH = 254;

const GENDERS: Record<string, string> = { m: 'male', f: 'female', man: 'male', woman: 'female' };

/**
 * The form as ModMed takes it: names as one line, a US phone number, a day of birth, a FHIR gender.
 * @param zone IANA time zone that makes a day of a birth date given as a moment.
 * @param today `YYYY-MM-DD`: nobody is born later.
 * Source: https://portal.api.modmed.com/reference/post_patient
 */
export function readPatientForm(form: PatientForm, zone: string, today: string): NewPatient {
	const birthDate = toDay(form.birthDate, zone);
	const email = form.email.trim().toLowerCase();
	return {
		firstName: plainLine(form.firstName),
		lastName: plainLine(form.lastName),
		email: isEmail(email) ? email : '',
		phone: usPhone(form.phone),
		birthDate: birthDate >= '1850' && birthDate <= today ? birthDate : '',
		gender: readGender(form.gender),
		addressLine: plainLine(form.addressLine),
		city: plainLine(form.city),
		state: plainLine(form.state),
		postalCode: plainLine(form.postalCode),
	};
}

/** The attributes that a practice requires and that are empty or unreadable. */
export function missingAttributes(
	patient: NewPatient,
	required: readonly PatientAttribute[],
): PatientAttribute[] {
	return required.filter((attribute) => patient[attribute] === '');
}

function readGender(text: string): string {
	const plain = text.trim().toLowerCase();
	const gender = GENDERS[plain] ?? plain;
	return ['male', 'female', 'other', 'unknown'].includes(gender) ? gender : '';
}

function isEmail(text: string): boolean {
	return text.length <= MAX_EMAIL_LENGTH && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
