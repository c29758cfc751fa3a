import type { IDataObject, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { NamedAppointment } from '../../domain/appointment/appointment';
import { asAppointment } from '../../domain/appointment/appointment';
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
	const read = asAppointment(appointment);
	const others = Array.isArray(patientAppointments)
		? patientAppointments.map(asAppointment)
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
