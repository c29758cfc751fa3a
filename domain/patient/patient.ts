import type { TrackedField } from '../changes/fingerprint';
import { eventKey, fingerprint } from '../changes/fingerprint';
import { phoneDigits } from './usPhone';

/** A person as read from a FHIR Patient of ModMed. Absent values are empty texts. */
export interface Patient {
	id: string;
	firstName: string;
	lastName: string;
	/** `YYYY-MM-DD`. */
	birthDate: string;
	gender: string;
	/** Best ranked address. */
	email: string;
	/** Best ranked number, as ModMed wrote it. */
	phone: string;
}

/** What makes a patient another one for the CRM. A change of anything else is no event. */
export function trackedPatientFields(patient: Patient): TrackedField[] {
	return [
		['name', `${patient.firstName}\n${patient.lastName}`],
		['birthDate', patient.birthDate],
		['gender', patient.gender],
		['email', patient.email.toLowerCase()],
		['phone', phoneDigits(patient.phone)],
	];
}

/** The event key of a patient as it is now, such as `Patient/385871#3f9a2c1b77aa`. */
export function patientKey(patient: Patient): string {
	return eventKey('Patient', patient.id, fingerprint(trackedPatientFields(patient)));
}
