import type { Exchange } from '../http/exchange';
import { asObject, asText } from '../http/json';
import { anyOf, dateCriteria, lastUpdatedCriteria, refersTo, type Criterion } from './criteria';
import { refuse } from './outcome';
import { dateOf, identifiers, idOf, nameOf, participantId, telecom, typeCode } from './read';
import { patientCriteria } from './patientSearch';
import type { Resource, ResourceType } from './store';
import type { ModMedWorld } from './world';

type Search = (exchange: Exchange, world: ModMedWorld) => Criterion[];

const lower = (text: string) => text.toLowerCase();

function partial(exchange: Exchange, parameter: string, valueOf: (r: Resource) => string) {
	return exchange.query.getAll(parameter).map(
		(text): Criterion =>
			(resource) =>
				lower(valueOf(resource)).includes(lower(text)),
	);
}

const subjectId = (resource: Resource) => idOf(asObject(resource.subject).reference);
const statusOf = (resource: Resource) => asText(resource.status);

function appointments(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const byChange = lastUpdatedCriteria(exchange, world);
	const hidden = byChange.length > 0 && world.unknowns.get('cancelledInLastUpdated') === 'hidden';
	return [
		...byChange,
		...(hidden ? [(resource: Resource) => resource.status !== 'cancelled'] : []),
		...dateCriteria(exchange, 'date', (resource) => dateOf(resource.start), world),
		...dateCriteria(exchange, 'created', (resource) => dateOf(resource.created), world),
		...refersTo(exchange, 'patient', (resource) => participantId(resource, 'Patient')),
		...refersTo(exchange, 'practitioner', (r) => participantId(r, 'Practitioner')),
		...refersTo(exchange, 'location', (resource) => participantId(resource, 'Location')),
		...anyOf(exchange, 'appointment-type', typeCode),
		...statusCriteria(exchange, world),
	];
}

function statusCriteria(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const normal = (text: string) => text.replace('checkedin', 'checked-in');
	if (world.unknowns.get('statusList') === 'either') {
		return anyOf(exchange, 'status', statusOf, normal);
	}
	return exchange.query
		.getAll('status')
		.map((text) => (resource: Resource) => normal(text) === normal(statusOf(resource)));
}

function practitioners(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const referring = exchange.query.get('type') === 'ref';
	return [
		...lastUpdatedCriteria(exchange, world),
		// A plain search returns all staff, but never those who only refer.
		(resource) => resource.id.startsWith('ref|') === referring,
		...partial(exchange, 'family', (resource) => nameOf(resource).family),
		...partial(exchange, 'given', (resource) => nameOf(resource).given.join(' ')),
		...anyOf(exchange, 'email', (resource) => telecom(resource, 'email'), lower),
		...anyOf(exchange, 'active', (resource) => String(resource.active)),
		...anyOf(exchange, 'identifier', (r) => identifiers(r).map(({ value }) => value), afterPipe),
	];
}

const afterPipe = (text: string) => text.split('|').pop() ?? '';

function locations(exchange: Exchange, world: ModMedWorld): Criterion[] {
	return [
		...lastUpdatedCriteria(exchange, world),
		...partial(exchange, 'name', (resource) => asText(resource.name)),
		...anyOf(exchange, 'status', statusOf),
		...anyOf(exchange, 'address-city', (resource) => asText(asObject(resource.address).city)),
	];
}

function encounters(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const start = (resource: Resource) => dateOf(asObject(resource.period).start);
	return [
		...lastUpdatedCriteria(exchange, world),
		...dateCriteria(exchange, 'date', start, world),
		...refersTo(exchange, 'patient', subjectId),
		...refersTo(exchange, 'appointment', (r) => idOf(asObject(r.appointment).reference)),
		...anyOf(exchange, 'status', statusOf),
	];
}

/** Charges know neither a change date nor a date search; what else is asked is ignored. */
function charges(exchange: Exchange): Criterion[] {
	return [
		...refersTo(exchange, 'patient', subjectId),
		...refersTo(exchange, 'context', (resource) => idOf(asObject(resource.context).reference)),
	];
}

const SEARCHES: Record<ResourceType, Search> = {
	Appointment: appointments,
	Patient: (exchange, world) => [
		...lastUpdatedCriteria(exchange, world),
		...patientCriteria(exchange, world),
	],
	Practitioner: practitioners,
	Location: locations,
	Encounter: encounters,
	ChargeItem: charges,
};

export function search(type: ResourceType, exchange: Exchange, world: ModMedWorld): Resource[] {
	const criteria = SEARCHES[type](exchange, world);
	return world.store.all(type).filter((resource) => criteria.every((meets) => meets(resource)));
}

export function requiredParameter(exchange: Exchange, name: string, world: ModMedWorld): string {
	const value = exchange.query.get(name);
	return value ?? refuse(400, `Missing required parameter ${name}`, world.unknowns);
}
