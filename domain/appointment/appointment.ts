import { asRecord, asText } from '../coerce';
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

/** Every key once, so that an appointment can be read back from JSON. */
const EMPTY: NamedAppointment = {
	id: '',
	status: '',
	statusName: '',
	typeName: '',
	typeCode: '',
	description: '',
	start: '',
	end: '',
	created: '',
	lastUpdated: '',
	patientId: '',
	providerId: '',
	locationId: '',
	providerName: '',
	locationName: '',
};

/**
 * An appointment that was passed on as JSON, such as an item of n8n. Undefined without a status or
 * a place for its type; whatever else is missing is empty.
 * @example asAppointment({ status: 'booked', typeName: 'Botox' })?.typeName // 'Botox'
 * @example asAppointment({ status: 'booked' }) // undefined
 */
export function asAppointment(value: unknown): NamedAppointment | undefined {
	const given = asRecord(value);
	if (asText(given.status) === '' || !('typeName' in given)) return undefined;
	const keys = Object.keys(EMPTY) as Array<keyof NamedAppointment>;
	return keys.reduce((read, key) => ({ ...read, [key]: asText(given[key]) }), EMPTY);
}

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
