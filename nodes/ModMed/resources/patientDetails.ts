import type { Patient } from '../../../domain/patient/patient';
import { patientKey } from '../../../domain/patient/patient';
import { readPatient } from '../../../domain/patient/readPatient';
import { usPhone } from '../../../domain/patient/usPhone';

export interface PatientRecord extends Patient {
	/** The phone as ten digits. Empty for what is no US number, such as a placeholder. */
	phoneDigits: string;
	eventKey: string;
}

/** A patient in plain form, with what a workflow needs to know beside it. */
export function patientRecord(resource: unknown): PatientRecord | undefined {
	const patient = readPatient(resource);
	return (
		patient && {
			...patient,
			phoneDigits: usPhone(patient.phone),
			eventKey: patientKey(patient),
		}
	);
}
