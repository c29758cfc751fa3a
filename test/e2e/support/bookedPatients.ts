import { seed, type Sandbox } from '../../../sandbox';
import { waitUntil } from '../../../scripts/n8n/wait';

const DAY_MS = 86_400_000;
const SYNCED_MS = 180_000;

/** A patient with a contact in the non-surgical pipeline and one confirmed appointment. */
export interface BookedPatient {
	name: string;
	patientId: string;
	contactId: string;
	appointmentId: string;
}

export interface BookingOptions {
	provider?: keyof typeof seed.PROVIDERS;
	location?: keyof typeof seed.LOCATIONS;
	/** The contact has the patient's ID already. */
	isLinked?: boolean;
	/** How long ago the appointment was made, by ModMed's clock. */
	agoMs?: number;
}

/** What the contact must look like. What is left out is that of a confirmed appointment. */
export interface ExpectedState {
	notes?: number;
	status?: string;
	stage?: string;
	tags?: string[];
	hasNextVisit?: boolean;
}

let count = 0;

/** Distinguished by letters, since a name has no digits. */
function nextName(): string {
	count += 1;
	const letters = [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
	return `Vis${letters}`;
}

export function bookPatient(
	{ practice, location, clock }: Sandbox,
	options: BookingOptions = {},
): BookedPatient {
	const lastName = nextName();
	const person = { firstName: 'Testa', lastName, email: `${lastName}@example.com`.toLowerCase() };
	clock.advance(-(options.agoMs ?? 0));
	const patient = practice.addPatient({ ...person, birthDate: '1990-05-17', gender: 'female' });
	const appointment = practice.book({
		patientId: patient.id,
		typeCode: seed.TYPES.nonSurgicalConsult.code,
		practitionerId: seed.PROVIDERS[options.provider ?? 'surgeon'].id,
		locationId: seed.LOCATIONS[options.location ?? 'clinic'].id,
		start: new Date(Date.now() + 2 * DAY_MS),
		status: 'booked',
	});
	clock.advance(options.agoMs ?? 0);
	const contact = location.addContact({
		...person,
		...(options.isLinked && { fields: { 'ModMed Patient ID': patient.id } }),
	});
	const pipeline = seed.PIPELINES.nonSurgical.name;
	location.addOpportunity({ contactId: contact.id, pipeline, stage: 'New Lead' });
	return {
		name: `${person.firstName} ${lastName}`,
		patientId: patient.id,
		contactId: contact.id,
		appointmentId: appointment.id,
	};
}

/** Blocks in the schedule without a patient: they fill pages and lead to no note. */
export function addBlocks({ practice, clock }: Sandbox, number: number): string[] {
	const blocks = Array.from({ length: number }, () =>
		practice.book({
			typeCode: seed.TYPES.block.code,
			practitionerId: seed.PROVIDERS.injector.id,
			locationId: seed.LOCATIONS.medSpa.id,
			start: new Date(clock.now().getTime() + 3 * DAY_MS),
		}),
	);
	return blocks.map(({ id }) => id);
}

/** The notes about the patient's appointment, and not those about others. */
export function notesOf({ location }: Sandbox, patient: BookedPatient): string[] {
	return location
		.notes(patient.contactId)
		.map(({ body }) => body)
		.filter((body) => body.includes(`Ref: Appointment/${patient.appointmentId}#`));
}

/** Everything in which the contact differs from what is expected; nothing where it is in step. */
export function differencesOf(
	sandbox: Sandbox,
	patient: BookedPatient,
	expected: ExpectedState = {},
): string[] {
	const { location } = sandbox;
	const { notes = 1, status = 'Confirmed', stage = 'Booked', hasNextVisit = true } = expected;
	const { tags = ['appointment booked'] } = expected;
	const fields = location.fields(patient.contactId);
	const contact = location.contactNamed(patient.name);
	const facts: Array<[string, unknown, unknown]> = [
		['notes', notesOf(sandbox, patient).length, notes],
		['all notes', location.notes(patient.contactId).length, notes],
		['status', fields['ModMed Appt Status'], status],
		['patient', fields['ModMed Patient ID'], patient.patientId],
		['next visit', Boolean(fields['Next Visit Date']), hasNextVisit],
		['stage', location.opportunities(patient.contactId)[0]?.stage, stage],
		['tags', [...contact.tags].sort().join(), [...tags].sort().join()],
	];
	return facts
		.filter(([, actual, wanted]) => actual !== wanted)
		.map(
			([what, actual, wanted]) =>
				`${patient.name}: ${what} is ${String(actual)}, not ${String(wanted)}`,
		);
}

/** Waits until the contacts of all these patients look as expected. */
export async function untilInStep(
	sandbox: Sandbox,
	patients: BookedPatient[],
	options: { expected?: ExpectedState; otherwise?: () => string | Promise<string> } = {},
): Promise<void> {
	const differences = () =>
		patients.flatMap((one) => differencesOf(sandbox, one, options.expected));
	await waitUntil(() => differences().length === 0, {
		for: `${patients.length} contacts to be in step`,
		within: SYNCED_MS,
		otherwise: async () => [...differences(), await options.otherwise?.()].join('\n'),
	});
}

/** Everything that happened before has been through a whole poll afterwards. */
export async function untilLaterBookingIsSynced(sandbox: Sandbox): Promise<void> {
	await untilInStep(sandbox, [bookPatient(sandbox)]);
}

/** The figures of a scenario, for the output. */
export function summaryOf(
	sandbox: Sandbox,
	patients: BookedPatient[],
	expected: ExpectedState = {},
): string {
	const surplus = patients.map((one) => notesOf(sandbox, one).length - (expected.notes ?? 1));
	const lost = surplus.filter((count) => count < 0).length;
	const duplicated = surplus.filter((count) => count > 0).length;
	return `${patients.length} events, ${lost} lost, ${duplicated} duplicated`;
}
