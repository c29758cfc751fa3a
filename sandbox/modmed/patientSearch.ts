import type { Exchange } from '../http/exchange';
import { asList, asObject, asText } from '../http/json';
import { anyOf, type Criterion } from './criteria';
import { refuse } from './outcome';
import { digits, identifiers, nameOf, telecom } from './read';
import type { Resource } from './store';
import type { ModMedWorld } from './world';

const PAGING = ['_count', 'page', '_format'];

/** The two restricted forms in which a practice may grant the search. */
const RESTRICTED = [
	{ permission: 'pat_s_id', parameters: ['identifier'] },
	{ permission: 'pat_s_name_dob_gen', parameters: ['family', 'given', 'birthdate', 'gender'] },
] as const;

export function checkPatientSearch(exchange: Exchange, world: ModMedWorld): void {
	const { permissions } = world.access;
	if (permissions.has('pat_s')) return;
	const asked = [...exchange.query.keys()].filter((name) => !PAGING.includes(name));
	const allowed = RESTRICTED.some(
		({ permission, parameters }) =>
			permissions.has(permission) &&
			asked.length > 0 &&
			asked.every((name) => (parameters as readonly string[]).includes(name)),
	);
	if (!allowed) refuse(403, 'Access to search Patient is not granted', world.unknowns);
}

export function patientCriteria(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const lower = (text: string) => text.toLowerCase();
	const asIs = (text: string) => text;
	const family = world.unknowns.get('familyCase') === 'sensitive' ? asIs : lower;
	return [
		...anyOf(exchange, 'family', (patient) => nameOf(patient).family, family),
		...exchange.query.getAll('given').map((text): Criterion => {
			return (patient) => lower(nameOf(patient).given.join(' ')).includes(lower(text));
		}),
		...birthDates(exchange, world),
		...anyOf(exchange, 'gender', (patient) => asText(patient.gender) || 'unknown', lower),
		...anyOf(exchange, 'email', (patient) => telecom(patient, 'email'), lower),
		...phones(exchange, world),
		...byIdentifier(exchange),
		...anyOf(exchange, 'active', (patient) => String(patient.active)),
		...anyOf(exchange, 'address-postalcode', postalCodes),
	];
}

function postalCodes(patient: Resource): string[] {
	return asList(patient.address).map((address) => asText(asObject(address).postalCode));
}

function birthDates(exchange: Exchange, world: ModMedWorld): Criterion[] {
	return exchange.query.getAll('birthdate').map((text) => {
		const day = text.replace(/^eq/, '');
		if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
			refuse(400, 'Parameter birthdate must be yyyy-MM-dd', world.unknowns);
		}
		return (patient) => patient.birthDate === day;
	});
}

function phones(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const format = world.unknowns.get('phoneSearchFormat');
	const lastTen = (text: string) => digits(text).slice(-10);
	return exchange.query.getAll('phone').map((text) => (patient: Resource) => {
		const stored = telecom(patient, 'phone');
		if (format === 'asStored') return stored.includes(text);
		if (format === 'any') return stored.some((phone) => lastTen(phone) === lastTen(text));
		return /^\d{10}$/.test(text) && stored.some((phone) => lastTen(phone) === text);
	});
}

function byIdentifier(exchange: Exchange): Criterion[] {
	return exchange.query.getAll('identifier').map((text) => {
		const cut = text.lastIndexOf('|');
		const value = text.slice(cut + 1);
		const system = cut > 0 ? text.slice(0, cut).replace(/^https:/, 'http:') : '';
		return (patient) =>
			identifiers(patient).some(
				(known) => known.value === value && (system === '' || known.system === system),
			);
	});
}
