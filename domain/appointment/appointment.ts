import type { TrackedField } from '../changes/fingerprint';
import { eventKey, fingerprint } from '../changes/fingerprint';
import { withoutReferringPrefix } from '../fhir/reference';

/** An appointment as the practice sees it, read from a FHIR Appointment of ModMed. */
export interface Appointment {
	id: string;
	/** FHIR code in lower case: `pending`, `booked`, `arrived`, `checked-in`, `fulfilled`, … */
	status: string;
	/** The practice's word for the status: Pending, Confirmed, Checked-Out, … */
	statusName: string;
	/** The type's name exactly as ModMed spells it. Empty where there is none. */
	typeName: string;
	typeCode: string;
	/** Reason for visit. */
	description: string;
	/** ISO 8601 in UTC. Empty where ModMed gave none. */
	start: string;
	end: string;
	/** When it was made. ISO 8601 in UTC, or empty. */
	created: string;
	/** ISO 8601 in UTC, to the millisecond. */
	lastUpdated: string;
	/** Id without resource type and server. Empty for a calendar block. */
	patientId: string;
	providerId: string;
	locationId: string;
}

/** An appointment with the names people know its provider and location by. */
export type NamedAppointment = Appointment & { providerName: string; locationName: string };

/** What makes an appointment another one for the practice. A change of anything else is no event. */
export function trackedAppointmentFields(appointment: Appointment): TrackedField[] {
	return [
		['status', appointment.status],
		['type', appointment.typeCode || appointment.typeName],
		['time', appointment.start],
		['provider', withoutReferringPrefix(appointment.providerId)],
		['location', appointment.locationId],
		['description', appointment.description],
		['patient', appointment.patientId],
	];
}

/** The event key of an appointment as it is now, such as `Appointment/204865#3f9a2c1b77aa`. */
export function appointmentKey(appointment: Appointment): string {
	return eventKey(
		'Appointment',
		appointment.id,
		fingerprint(trackedAppointmentFields(appointment)),
	);
}
