import { fhirInstant, fhirSecond } from './dates';
import { dateOf, fullName, participantId } from './read';
import type { Resource } from './store';
import { modMedNow, type ModMedWorld } from './world';

/** Checking a patient out leaves a finished encounter behind. */
export function completeVisit(appointment: Resource, world: ModMedWorld): Resource | undefined {
	const patientId = participantId(appointment, 'Patient');
	if (!patientId) return undefined;
	const now = modMedNow(world);
	const practitionerId = participantId(appointment, 'Practitioner');
	const provider = world.store.get('Practitioner', practitionerId);
	const individual = {
		reference: `Practitioner/${practitionerId}`,
		// Unlike everywhere else, the display of this reference is a person's name.
		...(provider ? { display: fullName(provider) } : {}),
	};
	const encounter: Resource = {
		resourceType: 'Encounter',
		id: String(world.store.nextNumber(362_378)),
		meta: { lastUpdated: fhirInstant(now) },
		status: 'finished',
		class: {
			system: 'http://terminology.hl7.org/ValueSet/v3-ActEncounterCode',
			code: 'AMB',
			display: 'ambulatory',
		},
		type: [{ coding: [{ system: 'ValueSet/encounter-type', code: 'VISIT', display: 'Visit' }] }],
		subject: { reference: `Patient/${patientId}` },
		appointment: { reference: `Appointment/${appointment.id}` },
		participant: [{ individual }],
		period: { start: fhirSecond(dateOf(appointment.start) ?? now), end: fhirSecond(now) },
		location: [{ location: { reference: `Location/${participantId(appointment, 'Location')}` } }],
	};
	world.store.put(encounter);
	return encounter;
}
