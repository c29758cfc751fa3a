import { seed, type Sandbox } from '../../sandbox';

/** One patient with one appointment, and how the contact shall look once it is synced. */
export interface SyncCase {
	type: keyof typeof seed.TYPES;
	status: 'pending' | 'booked' | 'arrived' | 'checked-in' | 'fulfilled' | 'cancelled' | 'noshow';
	/** The pipeline the contact has an opportunity in, at New Lead. Without one it has none. */
	pipeline?: string;
	stage?: string;
	tags: string[];
}

const DAY_MS = 86_400_000;

/** Names tell the cases apart: `Surgicalconsult Pending`. */
const nameOf = ({ type, status, pipeline }: SyncCase) => ({
	firstName: type[0]?.toUpperCase() + type.slice(1).toLowerCase(),
	lastName: `${status[0]?.toUpperCase()}${status.slice(1)}${pipeline ? '' : ' Alone'}`,
});

const emailOf = ({ type, status, pipeline }: SyncCase) =>
	`${type}.${status}${pipeline ? '' : '.alone'}@example.com`.toLowerCase();

/** A patient, its contact with an opportunity, and the appointment. Answers the appointment's id. */
export function addCase({ practice, location }: Sandbox, one: SyncCase): string {
	const person = { ...nameOf(one), email: emailOf(one) };
	const patient = practice.addPatient({ ...person, birthDate: '1990-05-17', gender: 'female' });
	const contact = location.addContact(person);
	if (one.pipeline) {
		location.addOpportunity({ contactId: contact.id, pipeline: one.pipeline, stage: 'New Lead' });
	}
	const start = new Date(Date.now() + (one.status === 'fulfilled' ? 0 : 2 * DAY_MS));
	const appointment = practice.book({
		patientId: patient.id,
		typeCode: seed.TYPES[one.type].code,
		practitionerId: seed.PROVIDERS.surgeon.id,
		locationId: seed.LOCATIONS.clinic.id,
		start,
		status: one.status,
	});
	return appointment.id;
}

export function contactOf({ location }: Sandbox, one: SyncCase) {
	const { firstName, lastName } = nameOf(one);
	return location.contactNamed(`${firstName} ${lastName}`);
}

/** The note on a case's contact, once it is there. */
export function noteOf(sandbox: Sandbox, one: SyncCase): string | undefined {
	return sandbox.location.notes(contactOf(sandbox, one).id)[0]?.body;
}
