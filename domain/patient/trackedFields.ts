import type { TrackedField } from '../changes/fingerprint';
import { eventKey, fingerprint } from '../changes/fingerprint';
import type { Patient } from './patient';
import { phoneDigits } from './usPhone';

/** What makes a patient another one for the CRM. Everything else is a touch. */
export function trackedPatientFields(patient: Patient): TrackedField[] {
	return [
		['name', `${patient.firstName}\n${patient.lastName}`],
		['birthDate', patient.birthDate],
		['gender', patient.gender],
		['email', patient.email.toLowerCase()],
		['phone', phoneDigits(patient.phone)],
	];
}

/** The event key of a patient as it is now. */
export function patientKey(patient: Patient): string {
	return eventKey('Patient', patient.id, fingerprint(trackedPatientFields(patient)));
}
