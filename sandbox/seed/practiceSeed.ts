import { fhirInstant } from '../modmed/dates';
import type { Practice } from '../modmed/practice';
import type { ModMedWorld } from '../modmed/world';
import type { JsonObject } from '../http/json';
import {
	FRONT_DESK,
	INACTIVE_TYPE,
	LOCATIONS,
	PATIENTS,
	PROVIDERS,
	REFERRER,
	TYPES,
	type SeedPatient,
} from './names';

const DAY = 86_400_000;
const NPI = 'http://www.hl7.org/fhir/v2/0203/index.html#v2-0203-NPI';
const MR = 'http://www.hl7.org/fhir/v2/0203/index.html#v2-0203-MR';

/** The firm, its places, its staff and its list of types; what even an empty practice has. */
export function seedStaff(world: ModMedWorld, practice: Practice): void {
	const meta = longAgo(world);
	world.appointmentTypes.push(...Object.values(TYPES).map((type) => ({ ...type, active: true })), {
		...INACTIVE_TYPE,
		active: false,
	});
	Object.values(LOCATIONS).forEach(({ id, name }, index) => {
		practice.put({
			resourceType: 'Location',
			id,
			meta,
			identifier: [
				{ system: 'BusinessUnitId', value: '722' },
				{ system: 'PMSID', value: `112416FAC00000000${index + 1}` },
			],
			status: 'active',
			name,
			address: { line: [`${index + 1} Example Road`], city: 'Boca Raton', state: 'FL' },
		});
	});
	const staff = (id: string, firstName: string, lastName: string, npi?: string) =>
		practice.put({
			resourceType: 'Practitioner',
			id,
			meta,
			...(npi ? { identifier: [{ system: NPI, value: npi }] } : {}),
			active: true,
			name: [{ family: lastName, given: [firstName] }],
			telecom: [{ system: 'email', value: `${lastName.toLowerCase()}@example.com` }],
		});
	for (const { id, firstName, lastName, npi } of Object.values(PROVIDERS)) {
		staff(id, firstName, lastName, npi);
	}
	staff(FRONT_DESK.id, FRONT_DESK.firstName, FRONT_DESK.lastName);
	staff(REFERRER.id, REFERRER.firstName, REFERRER.lastName, '6666666699');
}

export function seedPatients(world: ModMedWorld, practice: Practice): void {
	for (const patient of Object.values(PATIENTS)) practice.put(patientJson(patient, world));
}

function patientJson(patient: SeedPatient, world: ModMedWorld) {
	const telecom: JsonObject[] = [];
	if (patient.email) telecom.push({ system: 'email', value: patient.email });
	if (patient.phone) {
		telecom.push({ system: 'phone', value: patient.phone, use: 'mobile', rank: 1 });
	}
	world.store.nextNumber(Number(patient.id));
	return {
		resourceType: 'Patient',
		id: patient.id,
		meta: longAgo(world),
		identifier: [
			{ system: MR, value: `MM0000${patient.id}` },
			{ system: 'PMS', value: `112416PAT000${patient.id}` },
		],
		active: true,
		name: [{ family: patient.lastName, given: [patient.firstName] }],
		...(telecom.length > 0 ? { telecom } : {}),
		gender: patient.gender,
		birthDate: patient.birthDate,
		deceasedBoolean: false,
	};
}

/** Booked days ago, so that a sync that starts now has nothing to tell about them. */
export function seedAppointments(world: ModMedWorld, practice: Practice): void {
	const { clinic, medSpa } = LOCATIONS;
	const { surgeon, injector } = PROVIDERS;
	const at = (days: number, hour: number) => {
		const day = new Date(world.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
		return `${day}T${hour}:00:00.000Z`;
	};
	const visit = (patientId: string, type: { code: string }, start: string, surgical: boolean) =>
		practice.book({
			patientId,
			typeCode: type.code,
			start,
			practitionerId: surgical ? surgeon.id : injector.id,
			locationId: surgical ? clinic.id : medSpa.id,
		});
	const booked = [
		visit(PATIENTS.max.id, TYPES.nonSurgicalConsult, at(1, 14), false),
		visit(PATIENTS.ines.id, TYPES.rhinoplastyConsult, at(1, 16), true),
		visit(PATIENTS.twyla.id, TYPES.laserHairRemoval, at(2, 15), false),
		practice.book({
			typeCode: TYPES.block.code,
			practitionerId: surgeon.id,
			locationId: clinic.id,
			start: at(2, 17),
			minutes: 120,
			status: 'booked',
		}),
		practice.book({
			typeCode: TYPES.lunch.code,
			practitionerId: injector.id,
			locationId: medSpa.id,
			start: at(1, 17),
			status: 'booked',
		}),
	];
	for (const appointment of booked) practice.put({ ...appointment, meta: longAgo(world) });
}

function longAgo(world: ModMedWorld) {
	return { lastUpdated: fhirInstant(new Date(world.clock.now().getTime() - 10 * DAY)) };
}
