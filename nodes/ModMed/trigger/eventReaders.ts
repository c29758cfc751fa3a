import type { IDataObject, INode } from 'n8n-workflow';

import type { Appointment } from '../../../domain/appointment/appointment';
import type { ResourceState } from '../../../domain/changes/findChanges';
import { trackedAppointmentFields } from '../../../domain/appointment/appointment';
import { readAppointment } from '../../../domain/appointment/readAppointment';
import { withoutReferringPrefix } from '../../../domain/fhir/reference';
import { asRecord } from '../../../domain/coerce';
import { asItem } from '../actions/parameters';
import { appointmentRecord } from '../resources/appointmentDetails';
import type { ModMedClient, SearchParams } from '../transport/client';
import { chargeReader } from './chargeReader';
import { patientReader } from './patientReader';
import type { TriggerFilters } from './triggerOptions';

/** What a trigger keeps of a resource until it has been delivered. */
export interface Content {
	resource: Record<string, unknown>;
	passes: (filters: TriggerFilters) => boolean;
}

/** How one kind of event is read. A new kind is one more entry in the table below. */
export interface EventReader {
	resourceType: string;
	/** What finds everything that changed, by a condition like `ge2026-03-01`. */
	search(lastUpdated: string): SearchParams;
	/**
	 * Undefined where the resource cannot be read.
	 * @param base Where the practice's own resources are.
	 */
	read(resource: unknown, base: string): ResourceState<Content> | undefined;
	/** What the output holds beside the reference where full data are wanted. */
	fullData(node: INode, client: ModMedClient, content: Content): Promise<IDataObject>;
}

export type EventName = 'appointmentChanged' | 'chargePosted' | 'patientChanged';

export const eventReaders: Record<EventName, EventReader> = {
	appointmentChanged: {
		resourceType: 'Appointment',
		search: (lastUpdated) => ({ _lastUpdated: lastUpdated }),
		read(resource, base) {
			const appointment = readAppointment(resource, base);
			return (
				appointment && {
					resourceType: 'Appointment',
					id: appointment.id,
					subject: appointment.patientId,
					lastUpdated: appointment.lastUpdated,
					created: appointment.created,
					trackedFields: trackedAppointmentFields(appointment),
					payload: {
						resource: asRecord(resource),
						passes: (filters) => isWanted(appointment, filters),
					},
				}
			);
		},
		async fullData(node, client, { resource }) {
			return asItem(await appointmentRecord(node, client, resource, ['names', 'patient']));
		},
	},
	chargePosted: chargeReader,
	patientChanged: patientReader,
};

function isWanted(appointment: Appointment, filters: TriggerFilters): boolean {
	const fits = (wanted: string[], value: string) => wanted.length === 0 || wanted.includes(value);
	return (
		fits(filters.locations, appointment.locationId) &&
		fits(
			filters.providers.map(withoutReferringPrefix),
			withoutReferringPrefix(appointment.providerId),
		) &&
		fits(filters.statuses, appointment.status)
	);
}
