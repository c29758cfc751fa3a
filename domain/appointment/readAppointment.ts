import type { Appointment } from './appointment';
import { isForeignReference, isResourceId, readReference } from '../fhir/reference';
import { normaliseStatus, statusName } from './status';
import { asInstant, asLine, asNumber, asRecord, asRecords, asText } from '../coerce';

/** What is shown of an appointment beyond what the sync decides by. */
export interface AppointmentDetails {
	comment: string;
	minutesDuration: number | null;
}

/**
 * Reads a FHIR Appointment of ModMed, which is not quite valid FHIR. Undefined where it has no id,
 * status or time of its last change, a start that is no time, or a patient of another practice.
 * @param base The practice's FHIR base URL. Without it every reference counts as the practice's.
 * Source: https://hl7.org/fhir/R4/appointment.html
 */
export function readAppointment(value: unknown, base = ''): Appointment | undefined {
	const resource = asRecord(value);
	const id = asText(resource.id);
	const code = normaliseStatus(asLine(resource.status));
	const start = asInstant(resource.start);
	const lastUpdated = asInstant(asRecord(resource.meta).lastUpdated);
	const startIsNoTime = start === '' && asText(resource.start) !== '';
	const isAppointment = resource.resourceType === 'Appointment' && isResourceId(id);
	if (!isAppointment || !code || !lastUpdated || startIsNoTime) return undefined;
	const actors = participants(resource, base);
	if (actors === undefined) return undefined;
	return {
		id,
		status: code,
		statusName: statusName(code),
		...readType(resource.appointmentType),
		description: asLine(resource.description),
		start,
		end: asInstant(resource.end),
		created: asInstant(resource.created),
		lastUpdated,
		patientId: actors.get('Patient') ?? '',
		providerId: actors.get('Practitioner') ?? '',
		locationId: actors.get('Location') ?? '',
	};
}

/**
 * Comment and length in minutes of a FHIR Appointment. ModMed writes the length as number or text.
 * @example readAppointmentDetails({ minutesDuration: '30' }) // { comment: '', minutesDuration: 30 }
 */
export function readAppointmentDetails(value: unknown): AppointmentDetails {
	const resource = asRecord(value);
	return {
		comment: asLine(resource.comment),
		minutesDuration: asNumber(resource.minutesDuration),
	};
}

/**
 * The first id of each type of participant, in any order. Undefined for a patient of another
 * practice; a provider or location of another practice is skipped.
 */
function participants(
	resource: Record<string, unknown>,
	base: string,
): Map<string, string> | undefined {
	const ids = new Map<string, string>();
	for (const participant of asRecords(resource.participant)) {
		const address = asRecord(participant.actor).reference;
		const reference = readReference(address);
		if (!reference || ids.has(reference.resourceType)) continue;
		if (!isForeignReference(address, base)) ids.set(reference.resourceType, reference.id);
		else if (reference.resourceType === 'Patient') return undefined;
	}
	return ids;
}

function readType(value: unknown): Pick<Appointment, 'typeName' | 'typeCode'> {
	const type = asRecord(value);
	const coding = asRecords(type.coding)[0] ?? {};
	return {
		typeName: asLine(type.text) || asLine(coding.display),
		typeCode: asText(coding.code),
	};
}
