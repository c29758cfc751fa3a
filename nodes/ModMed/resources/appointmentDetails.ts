import type { INode } from 'n8n-workflow';

import type { Appointment } from '../../../domain/appointment/appointment';
import { appointmentKey } from '../../../domain/appointment/appointment';
import type { Patient } from '../../../domain/patient/patient';
import type { AppointmentDetails } from '../../../domain/appointment/readAppointment';
import {
	readAppointment,
	readAppointmentDetails,
} from '../../../domain/appointment/readAppointment';
import { readPatient } from '../../../domain/patient/readPatient';
import { apiError, statusOf } from '../transport/apiError';
import type { ModMedClient } from '../transport/client';
import { collect } from '../transport/collect';
import { NO_NAME, nameOf } from '../transport/names';

export interface AppointmentWithNames extends Appointment, AppointmentDetails {
	/** Empty if names were not requested. */
	providerName: string;
	locationName: string;
	/** Why a name is only an ID, for support. Empty if all names are known. */
	namesMissing: string;
	eventKey: string;
}

/** An appointment with everything that was requested along with it. */
export interface AppointmentRecord {
	appointment: AppointmentWithNames;
	patient: Patient | null;
	patientAppointments?: Appointment[];
}

/** Reads what is requested along with an appointment. */
export async function appointmentRecord(
	node: INode,
	client: ModMedClient,
	resource: unknown,
	include: string[],
): Promise<AppointmentRecord> {
	const appointment = await readAppointmentWithNames(
		node,
		client,
		resource,
		include.includes('names'),
	);
	const { patient, appointments } = await readPatientAndAppointments(
		client,
		appointment.patientId,
		include,
	);
	return {
		appointment,
		patient: readPatient(patient) ?? null,
		...(appointments && {
			patientAppointments: appointments
				.map((other) => readAppointment(other, client.baseUrl))
				.filter((other) => other !== undefined),
		}),
	};
}

/** The same as FHIR resources. */
export async function rawAppointmentRecord(
	node: INode,
	client: ModMedClient,
	resource: unknown,
	include: string[],
): Promise<Record<string, unknown>> {
	const { patientId } = appointmentOf(node, client, resource);
	const { patient, appointments } = await readPatientAndAppointments(client, patientId, include);
	return {
		appointment: resource,
		patient: patient ?? null,
		...(appointments && { patientAppointments: appointments }),
	};
}

/** A simplified appointment, with the names of provider and location if requested. */
export async function readAppointmentWithNames(
	node: INode,
	client: ModMedClient,
	resource: unknown,
	withNames: boolean,
): Promise<AppointmentWithNames> {
	const appointment = appointmentOf(node, client, resource);
	const [provider, location] = withNames
		? await Promise.all([
				nameOf(client, 'Practitioner', appointment.providerId),
				nameOf(client, 'Location', appointment.locationId),
			])
		: [NO_NAME, NO_NAME];
	return {
		...appointment,
		...readAppointmentDetails(resource),
		providerName: provider.name,
		locationName: location.name,
		namesMissing: [provider.problem, location.problem].filter(Boolean).join(' '),
		eventKey: appointmentKey(appointment),
	};
}

/** @throws NodeApiError if the resource cannot be read as an appointment of this practice. */
export function appointmentOf(node: INode, client: ModMedClient, resource: unknown): Appointment {
	const appointment = readAppointment(resource, client.baseUrl);
	if (appointment) return appointment;
	throw apiError(node, {
		message:
			'This appointment of ModMed cannot be read: its status, start or last change is missing, or its patient is not of this practice',
		description: 'Open and save the appointment in ModMed. If that does not help, contact support.',
		transient: false,
	});
}

async function readPatientAndAppointments(
	client: ModMedClient,
	patientId: string,
	include: string[],
) {
	const wants = (part: string) => patientId !== '' && include.includes(part);
	const [patient, appointments] = await Promise.all([
		wants('patient') ? client.read('Patient', patientId).catch(undefinedIfGone) : undefined,
		wants('patientAppointments') ? appointmentsOf(client, patientId) : undefined,
	]);
	const none = include.includes('patientAppointments') ? [] : undefined;
	return { patient, appointments: appointments ?? none };
}

/** The FHIR appointments of a patient. Any of another patient are left out. */
async function appointmentsOf(client: ModMedClient, patientId: string): Promise<unknown[]> {
	return await collect(client.pages('Appointment', { patient: patientId }), (resource) =>
		readAppointment(resource, client.baseUrl)?.patientId === patientId ? resource : undefined,
	);
}

async function undefinedIfGone(error: unknown): Promise<undefined> {
	return statusOf(error) === 404 ? undefined : await Promise.reject(error);
}
