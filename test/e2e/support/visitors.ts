import type { JsonObject } from '../../../sandbox/http/json';
import { seed, type Sandbox } from '../../../sandbox';
import { waitUntil } from '../../../scripts/n8n/wait';

const DAY_MS = 86_400_000;

/** Somebody with a contact in the non-surgical pipeline and one confirmed visit. */
export interface Visitor {
	name: string;
	patientId: string;
	contactId: string;
	appointmentId: string;
}

export interface Visit {
	provider?: keyof typeof seed.PROVIDERS;
	location?: keyof typeof seed.LOCATIONS;
	/** The contact carries the patient's ID already. */
	isKnown?: boolean;
	/** So long ago the appointment was made, by ModMed's clock. */
	agoMs?: number;
}

/** How the contact shall look. Whatever is left out is that of a confirmed visit. */
export interface Wanted {
	notes?: number;
	status?: string;
	stage?: string;
	tags?: string[];
	hasNextVisit?: boolean;
}

let count = 0;

/** Letters tell them apart: a name holds no digits. */
function nextName(): string {
	count += 1;
	const letters = [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
	return `Vis${letters}`;
}

export function visit({ practice, location, clock }: Sandbox, options: Visit = {}): Visitor {
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
		...(options.isKnown && { fields: { 'ModMed Patient ID': patient.id } }),
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

/** Appointments nobody comes for: they fill pages and call for nothing. */
export function fillPages({ practice, clock }: Sandbox, blocks: number, agoMs = 0): string[] {
	clock.advance(-agoMs);
	const made = Array.from({ length: blocks }, () =>
		practice.book({
			typeCode: seed.TYPES.block.code,
			practitionerId: seed.PROVIDERS.injector.id,
			locationId: seed.LOCATIONS.medSpa.id,
			start: new Date(Date.now() + 3 * DAY_MS),
		}),
	);
	clock.advance(agoMs);
	return made.map(({ id }) => id);
}

/** Other people's notes say nothing here: only those about this very appointment. */
export function notesAbout({ location }: Sandbox, { contactId, appointmentId }: Visitor): string[] {
	return location
		.notes(contactId)
		.map(({ body }) => body)
		.filter((body) => body.includes(`Ref: Appointment/${appointmentId}#`));
}

/** Everything in which the contact is not as it should be; nothing where it is in step. */
export function outOfStep(sandbox: Sandbox, visitor: Visitor, wanted: Wanted = {}): string[] {
	const { location } = sandbox;
	const { notes = 1, status = 'Confirmed', stage = 'Booked', hasNextVisit = true } = wanted;
	const { tags = ['appointment booked'] } = wanted;
	const fields = location.fields(visitor.contactId) as JsonObject;
	const contact = location.contactNamed(visitor.name);
	const facts: Array<[string, unknown, unknown]> = [
		['notes', notesAbout(sandbox, visitor).length, notes],
		['all notes', location.notes(visitor.contactId).length, notes],
		['status', fields['ModMed Appt Status'], status],
		['patient', fields['ModMed Patient ID'], visitor.patientId],
		['next visit', Boolean(fields['Next Visit Date']), hasNextVisit],
		['stage', location.opportunities(visitor.contactId)[0]?.stage, stage],
		['tags', [...contact.tags].sort().join(), [...tags].sort().join()],
	];
	return facts
		.filter(([, is, shall]) => is !== shall)
		.map(([what, is, shall]) => `${visitor.name}: ${what} is ${String(is)}, not ${String(shall)}`);
}

/** Waits until all of them are in step. */
export async function inStep(
	sandbox: Sandbox,
	visitors: Visitor[],
	options: { wanted?: Wanted; within?: number; otherwise?: () => string | Promise<string> } = {},
): Promise<void> {
	const open = () => visitors.flatMap((one) => outOfStep(sandbox, one, options.wanted));
	await waitUntil(() => open().length === 0, {
		for: `${visitors.length} visitors to be in step`,
		within: options.within ?? 180_000,
		otherwise: async () => [...open(), await options.otherwise?.()].join('\n'),
	});
}

/** What a whole later poll has been through: somebody new has arrived by it. */
export async function aLaterPoll(sandbox: Sandbox): Promise<void> {
	await inStep(sandbox, [visit(sandbox)]);
}

/** The figures of a scenario, for the output. */
export function tally(sandbox: Sandbox, visitors: Visitor[], wanted: Wanted = {}): string {
	const counts = visitors.map((one) => notesAbout(sandbox, one).length - (wanted.notes ?? 1));
	const lost = counts.filter((surplus) => surplus < 0).length;
	const doubled = counts.filter((surplus) => surplus > 0).length;
	return `${visitors.length} events, ${lost} lost, ${doubled} doubled`;
}
