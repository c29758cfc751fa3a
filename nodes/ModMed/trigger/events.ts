import type { Appointment } from '../../../domain/appointment/appointment';
import { trackedAppointmentFields } from '../../../domain/appointment/appointment';
import { readAppointment } from '../../../domain/appointment/readAppointment';
import { isStanding, trackedChargeFields } from '../../../domain/charge/charge';
import { readCharge } from '../../../domain/charge/readCharge';
import { asInstant, asRecord } from '../../../domain/coerce';
import { withoutReferringPrefix } from '../../../domain/fhir/reference';
import { trackedPatientFields } from '../../../domain/patient/patient';
import { readPatient } from '../../../domain/patient/readPatient';
import { asItem } from '../actions/parameters';
import { appointmentRecord } from '../resources/appointmentDetails';
import { chargeRecord } from '../resources/chargeDetails';
import { patientRecord } from '../resources/patientDetails';
import type { EventReader } from './eventReader';
import type { EventName, TriggerFilters } from './triggerOptions';

const appointmentReader: EventReader = {
	resourceType: 'Appointment',
	search: (lastUpdated) => ({ _lastUpdated: lastUpdated }),
	read(resource, base) {
		const appointment = readAppointment(resource, base);
		if (!appointment) return undefined;
		return {
			resourceType: 'Appointment',
			id: appointment.id,
			subject: appointment.patientId,
			lastUpdated: appointment.lastUpdated,
			created: appointment.created,
			trackedFields: trackedAppointmentFields(appointment),
			payload: {
				resource: asRecord(resource),
				passes: (filters) => passesFilters(appointment, filters),
			},
		};
	},
	async fullData(node, client, resource) {
		return asItem(await appointmentRecord(node, client, resource, ['names', 'patient']));
	},
};

/** ModMed does not say when a charge was changed: the time of its posting is all there is. */
export const chargeReader: EventReader = {
	resourceType: 'ChargeItem',
	// There is no search by change.
	search: () => ({}),
	read(resource, base) {
		const charge = readCharge(resource, base);
		if (!charge?.patientId || !charge.postedAt || charge.cents === null) return undefined;
		return {
			resourceType: 'ChargeItem',
			id: charge.id,
			subject: charge.patientId,
			lastUpdated: charge.postedAt,
			created: charge.postedAt,
			trackedFields: trackedChargeFields(charge),
			payload: { resource: asRecord(resource), passes: () => isStanding(charge) },
		};
	},
	async fullData(_node, client, resource) {
		return { charge: asItem(chargeRecord(resource, client.baseUrl)) };
	},
};

/** ModMed does not say when a patient was created: an unknown one counts as changed, never as new. */
const patientReader: EventReader = {
	resourceType: 'Patient',
	search: (lastUpdated) => ({ _lastUpdated: lastUpdated }),
	read(value) {
		const resource = asRecord(value);
		const patient = readPatient(resource);
		const lastUpdated = asInstant(asRecord(resource.meta).lastUpdated);
		if (!patient || !lastUpdated) return undefined;
		return {
			resourceType: 'Patient',
			id: patient.id,
			subject: patient.id,
			lastUpdated,
			created: '',
			trackedFields: trackedPatientFields(patient),
			payload: { resource, passes: () => true },
		};
	},
	async fullData(_node, _client, resource) {
		return { patient: asItem(patientRecord(resource)) };
	},
};

/** A new kind of event is one more reader. */
export const eventReaders: Record<EventName, EventReader> = {
	appointmentChanged: appointmentReader,
	chargePosted: chargeReader,
	patientChanged: patientReader,
};

function passesFilters(appointment: Appointment, filters: TriggerFilters): boolean {
	const fits = (wanted: string[], value: string) => wanted.length === 0 || wanted.includes(value);
	const providers = filters.providers.map(withoutReferringPrefix);
	return (
		fits(filters.locations, appointment.locationId) &&
		fits(providers, withoutReferringPrefix(appointment.providerId)) &&
		fits(filters.statuses, appointment.status)
	);
}
