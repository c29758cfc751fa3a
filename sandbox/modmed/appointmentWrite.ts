import { bodyOf, type Answer, type Exchange } from '../http/exchange';
import { asList, asObject, asText, copy, without, type Json, type JsonObject } from '../http/json';
import { fhirInstant, fhirSecond } from './dates';
import { completeVisit } from './encounters';
import { fhir, outcome } from './outcome';
import { dateOf, idOf, participantId, typeCode } from './read';
import { render } from './render';
import type { Resource } from './store';
import { modMedNow, type ModMedWorld } from './world';

const STATUSES = ['pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow'];

/** What an update may change; provider, location and type are not in ModMed's list. */
const UPDATABLE = [
	'description',
	'minutesDuration',
	'start',
	'end',
	'status',
	'reasonCode',
	'supportingInformation',
	'comment',
	'cancelationReason',
];

const NEEDED = ['status', 'start', 'end', 'minutesDuration', 'appointmentType', 'participant'];

export function createAppointment(exchange: Exchange, base: string, world: ModMedWorld): Answer {
	const sent = withRelative(bodyOf(exchange)) as Resource;
	const problem = problemWith(sent, world);
	if (problem) return outcome(422, problem, world.unknowns);
	return written(201, addAppointment(sent, world), base, world);
}

export function addAppointment(sent: JsonObject, world: ModMedWorld): Resource {
	const now = modMedNow(world);
	const appointment: Resource = {
		...copy(sent),
		resourceType: 'Appointment',
		id: String(world.store.nextNumber(204_865)),
		meta: { lastUpdated: fhirInstant(now) },
		created: fhirSecond(now),
		status: statusFrom(sent.status),
		minutesDuration: Number(sent.minutesDuration),
	};
	world.store.put(appointment);
	return appointment;
}

export function updateAppointment(
	exchange: Exchange,
	id: string,
	base: string,
	world: ModMedWorld,
): Answer {
	const stored = world.store.get('Appointment', id);
	if (!stored) return outcome(404, `Appointment ${id} was not found`, world.unknowns);
	const sent = bodyOf(exchange);
	if (world.unknowns.get('appointmentPartialPut') === 'rejected') {
		const problem = problemWith(withRelative(sent) as Resource, world);
		if (problem) return outcome(422, problem, world.unknowns);
	}
	const changes = Object.fromEntries(UPDATABLE.map((name) => [name, sent[name]]));
	const problem = problemWithChange({ ...stored, ...defined(changes) } as Resource, world);
	if (problem) return outcome(422, problem, world.unknowns);
	return written(200, changeAppointment(stored, defined(changes), world), base, world);
}

export function changeAppointment(
	stored: Resource,
	changes: JsonObject,
	world: ModMedWorld,
): Resource {
	const changed: Resource = { ...stored, ...copy(changes) };
	changed.status = statusFrom(changed.status);
	changed.minutesDuration = Number(changed.minutesDuration);
	changed.meta = { lastUpdated: fhirInstant(modMedNow(world)) };
	world.store.put(changed);
	if (changed.status === 'fulfilled' && stored.status !== 'fulfilled') {
		completeVisit(changed, world);
	}
	return changed;
}

function statusFrom(value: unknown): string {
	return asText(value).replace('checkedin', 'checked-in');
}

function defined(values: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function problemWith(sent: Resource, world: ModMedWorld): string | undefined {
	const missing = NEEDED.filter((name) => sent[name] === undefined);
	if (missing.length > 0) return `Missing: ${missing.join(', ')}`;
	if (!world.appointmentTypes.some((type) => type.code === typeCode(sent))) {
		return 'Unknown appointment type';
	}
	for (const type of ['Patient', 'Location', 'Practitioner']) {
		const id = participantId(sent, type);
		if (!world.store.get(type, id)) return `Participant ${type} is missing or unknown`;
	}
	return problemWithChange(sent, world);
}

function problemWithChange(sent: Resource, world: ModMedWorld): string | undefined {
	if (!STATUSES.includes(statusFrom(sent.status))) return 'Unsupported status';
	if (!dateOf(sent.start) || !dateOf(sent.end)) return 'Invalid start or end';
	if (asText(sent.description).length > 100) return 'description is limited to 100 characters';
	if (asText(sent.comment).length > 2048) return 'comment is limited to 2048 characters';
	const reasonNeeded = world.unknowns.get('cancelReasonMandatory') === 'yes';
	if (sent.status === 'cancelled' && reasonNeeded && !sent.cancelationReason) {
		return 'cancelationReason is required';
	}
	return undefined;
}

/** Requests may refer relatively or absolutely; stored are relative references only. */
function withRelative(sent: JsonObject): JsonObject {
	const participant = asList(sent.participant).map((entry): Json => {
		const reference = asText(asObject(asObject(entry).actor).reference);
		const type = reference.split('/').at(-2) ?? '';
		return { actor: { reference: `${type}/${idOf(reference)}` } };
	});
	return sent.participant === undefined ? { ...sent } : { ...sent, participant };
}

function written(status: number, stored: Resource, base: string, world: ModMedWorld): Answer {
	const location = `${base}/Appointment/${stored.id}`;
	const whole = render(stored, base, world.unknowns);
	switch (world.unknowns.get('appointmentWriteAnswer')) {
		case 'body':
			return fhir(status, whole, { location });
		case 'locationOnly':
			return { status, headers: { location } };
		default:
			return fhir(status, status === 201 ? without(whole, 'id') : whole, { location });
	}
}
