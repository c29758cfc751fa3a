import { trackedPatientFields } from '../../../domain/patient/patient';
import { readPatient } from '../../../domain/patient/readPatient';
import { asInstant, asRecord } from '../../../domain/coerce';
import { asItem } from '../actions/parameters';
import { patientRecord } from '../resources/patientDetails';
import type { EventReader } from './eventReaders';

/**
 * ModMed does not say when a patient was made, so one that is not remembered has changed, and
 * nothing more is known about how.
 */
export const patientReader: EventReader = {
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
	async fullData(_node, _client, { resource }) {
		return { patient: asItem(patientRecord(resource)) };
	},
};
