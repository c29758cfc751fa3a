import type { Appointment } from '../../../../domain/appointment/appointment';
import { searchDay } from '../../../../domain/changes/searchWindow';
import { withoutReferringPrefix } from '../../../../domain/fhir/reference';
import { normaliseStatus } from '../../../../domain/appointment/status';
import { asText } from '../../../../domain/coerce';
import type { SearchParams } from '../../transport/client';
import type { Entry } from '../parameters';
import { chosenId, enteredInstant } from '../parameters';

/** Which appointments to return. An empty text or list does not filter. */
export interface AppointmentFilters {
	from: string;
	to: string;
	changedSince: string;
	statuses: string[];
	typeCode: string;
	locationId: string;
	providerId: string;
	patientId: string;
}

export function readFilters(
	context: Entry,
	values: Record<string, unknown>,
	itemIndex: number,
): AppointmentFilters {
	const instant = (value: unknown, label: string) =>
		enteredInstant(context, value, label, itemIndex);
	const id = (value: unknown, label: string) =>
		chosenId(context.getNode(), value, label, itemIndex);
	return {
		from: instant(values.from, 'From'),
		to: instant(values.to, 'To'),
		changedSince: instant(values.changedSince, 'Changed Since'),
		statuses: [values.status].flat().map(asText).filter(Boolean).map(normaliseStatus),
		typeCode: id(values.appointmentType, 'Appointment Type'),
		locationId: id(values.location, 'Location'),
		providerId: id(values.provider, 'Provider'),
		patientId: id(values.patientId, 'Patient ID'),
	};
}

/**
 * The filters as far as ModMed can search by them. Its search for changes has days only.
 * Source: https://portal.api.modmed.com/reference/get_appointment
 */
export function searchParams(filters: AppointmentFilters): SearchParams {
	const { from, to, changedSince, statuses } = filters;
	const [status = ''] = statuses.length === 1 ? statuses : [];
	const params: SearchParams = {
		date: [from && `ge${from}`, to && `le${to}`].filter(Boolean),
		_lastUpdated: changedSince && `ge${searchDay(changedSince)}`,
		// ModMed has two spellings of checked in, so a search would miss the other one.
		status: status === 'checked-in' ? '' : status,
		'appointment-type': filters.typeCode,
		location: filters.locationId,
		practitioner: filters.providerId,
		patient: filters.patientId,
	};
	return Object.fromEntries(Object.entries(params).filter(([, value]) => value.length > 0));
}

/** Whether an appointment matches all filters: ModMed may return appointments of other days. */
export function passes(appointment: Appointment, filters: AppointmentFilters): boolean {
	const { from, to, changedSince, statuses } = filters;
	const matches = (wanted: string, id: string) =>
		wanted === '' || withoutReferringPrefix(wanted) === withoutReferringPrefix(id);
	return (
		(from === '' || appointment.start >= from) &&
		(to === '' || (appointment.start !== '' && appointment.start < to)) &&
		(changedSince === '' || appointment.lastUpdated >= changedSince) &&
		(statuses.length === 0 || statuses.includes(appointment.status)) &&
		matches(filters.typeCode, appointment.typeCode) &&
		matches(filters.locationId, appointment.locationId) &&
		matches(filters.providerId, appointment.providerId) &&
		matches(filters.patientId, appointment.patientId)
	);
}
