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
