import type { IDataObject, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { NamedAppointment } from '../../domain/appointment/appointment';
import { asRecord, asText } from '../../domain/coerce';

/** What 'ModMed > Appointment > Get' gives, as far as the sync is decided by it. */
export interface AppointmentItem {
	appointment: NamedAppointment;
	eventKey: string;
	/** All of the patient's appointments, empty where they were not read along. */
	patientAppointments: NamedAppointment[];
}

/** Reads an item in the form the ModMed node gives. Throws where there is no appointment in it. */
export function readAppointmentItem(node: INode, item: IDataObject): AppointmentItem {
	const { appointment, patientAppointments = [] } = item;
	const read = readAppointment(appointment);
	const others = Array.isArray(patientAppointments)
		? patientAppointments.map(readAppointment)
		: [undefined];
	const readOthers = others.filter((other) => other !== undefined);
	if (read && readOthers.length === others.length) {
		const eventKey = asText(asRecord(appointment).eventKey);
		return { appointment: read, eventKey, patientAppointments: readOthers };
	}
	throw new NodeOperationError(node, 'There is no appointment in this item', {
		description:
			"Connect 'ModMed > Appointment > Get' before this node, or set 'Output' of the ModMed Trigger to 'Full Data'.",
	});
}

/** Undefined where the value is not an appointment in plain form: without a status or a place for its type. */
function readAppointment(value: unknown): NamedAppointment | undefined {
	const given = asRecord(value);
	const status = asText(given.status);
	if (status === '' || !('typeName' in given)) return undefined;
	return {
		id: asText(given.id),
		status,
		statusName: asText(given.statusName),
		typeName: asText(given.typeName),
		typeCode: asText(given.typeCode),
		description: asText(given.description),
		start: asText(given.start),
		end: asText(given.end),
		created: asText(given.created),
		lastUpdated: asText(given.lastUpdated),
		patientId: asText(given.patientId),
		providerId: asText(given.providerId),
		locationId: asText(given.locationId),
		providerName: asText(given.providerName),
		locationName: asText(given.locationName),
	};
}
