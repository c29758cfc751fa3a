import { createHash } from 'node:crypto';

import type { Appointment } from '../appointment/appointment';
import { withoutReferringPrefix } from '../fhir/reference';

/** A part of a resource whose change a person would care about, and its value. */
export type TrackedField = readonly [reason: string, value: string];

/** What makes an appointment another one for the practice. Everything else is a touch. */
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

/**
 * Twelve hexadecimal digits that stay the same as long as no part changes.
 * @example fingerprint([['status', 'booked']]) // 'd1b1f0c2a8e4'
 */
export function fingerprint(parts: readonly TrackedField[]): string {
	return digest(JSON.stringify(parts.map(([, value]) => value))).toString('hex', 0, 6);
}

/** Two letters for each part: enough to tell afterwards which of them changed. */
export function fieldHashes(parts: readonly TrackedField[]): string {
	return parts.map(([, value]) => digest(value).toString('base64url', 0, 2).slice(0, 2)).join('');
}

/**
 * The key of an event: the same whoever reads the same content again.
 * @example eventKey('Appointment', '204865', '3f9a2c1b77aa') // 'Appointment/204865#3f9a2c1b77aa'
 */
export function eventKey(resourceType: string, id: string, print: string): string {
	return `${resourceType}/${id}#${print}`;
}

/** The event key of an appointment as it is now. */
export function appointmentKey(appointment: Appointment): string {
	return eventKey(
		'Appointment',
		appointment.id,
		fingerprint(trackedAppointmentFields(appointment)),
	);
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
