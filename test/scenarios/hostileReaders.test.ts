import { it } from '@jest/globals';
import fc from 'fast-check';

import { readAppointment, readAppointmentDetails } from '../../domain/appointment/readAppointment';
import { readConcepts } from '../../domain/fhir/valueSet';
import { readPatient } from '../../domain/patient/readPatient';
import { readReference } from '../../domain/fhir/reference';

it('nothing that anybody could send makes a reader throw', () => {
	const value = fc.oneof(
		fc.anything(),
		fc.jsonValue(),
		fc.record(
			{
				resourceType: fc.constantFrom('Appointment', 'Patient', 'ValueSet'),
				id: fc.jsonValue(),
				meta: fc.jsonValue(),
				status: fc.jsonValue(),
				participant: fc.jsonValue(),
				name: fc.jsonValue(),
				telecom: fc.jsonValue(),
				appointmentType: fc.jsonValue(),
				expansion: fc.jsonValue(),
			},
			{ requiredKeys: ['resourceType'] },
		),
	);
	fc.assert(
		fc.property(value, (anything) => {
			for (const read of [
				readAppointment,
				readAppointmentDetails,
				readPatient,
				readConcepts,
				readReference,
			]) {
				read(anything);
			}
		}),
		{ numRuns: 500 },
	);
});
