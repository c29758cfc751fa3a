import { bodyOf, header, type Answer, type Exchange } from '../http/exchange';
import { asList, copy, without, type JsonObject } from '../http/json';
import { fhirInstant } from './dates';
import { fhir, outcome } from './outcome';
import { digits, nameOf, telecom } from './read';
import { render } from './render';
import type { Resource } from './store';
import { modMedNow, type ModMedWorld } from './world';

const MR_SYSTEM = 'http://www.hl7.org/fhir/v2/0203/index.html#v2-0203-MR';

export function createPatient(exchange: Exchange, base: string, world: ModMedWorld): Answer {
	const sent = bodyOf(exchange) as Resource;
	const missing = missingAttributes(sent, world);
	if (missing.length > 0) {
		return outcome(422, `Missing or invalid: ${missing.join(', ')}`, world.unknowns);
	}
	if (world.unknowns.get('duplicatePatient') === 'rejected409' && alreadyThere(sent, world)) {
		return outcome(409, 'A patient with these details exists already', world.unknowns);
	}
	const patient = addPatient(sent, world);
	return createdAnswer(exchange, patient, base, world);
}

/** Gives a new patient what ModMed adds by itself. */
export function addPatient(sent: JsonObject, world: ModMedWorld): Resource {
	const number = world.store.nextNumber(385_871);
	const padded = String(number).padStart(9, '0');
	const patient: Resource = {
		...copy(sent),
		resourceType: 'Patient',
		id: String(number),
		meta: { lastUpdated: fhirInstant(modMedNow(world)) },
		identifier: [
			{ system: MR_SYSTEM, value: `MM0${padded}` },
			{ system: 'PMS', value: `112416PAT${padded}` },
		],
		active: true,
		deceasedBoolean: false,
	};
	world.store.put(patient);
	return patient;
}

export function updatePatient(exchange: Exchange, id: string, world: ModMedWorld): Answer {
	const stored = world.store.get('Patient', id);
	if (!stored) return outcome(404, `Patient ${id} was not found`, world.unknowns);
	const sent = bodyOf(exchange);
	if (sent.id !== undefined && sent.id !== id) {
		return outcome(400, 'The id in the body differs from the id in the path', world.unknowns);
	}
	const meta = { lastUpdated: fhirInstant(modMedNow(world)) };
	world.store.put({ ...stored, ...copy(sent), resourceType: 'Patient', id, meta });
	const status = Number(world.unknowns.get('patientPutStatus'));
	return { status, headers: { location: exchange.path } };
}

function missingAttributes(sent: Resource, world: ModMedWorld): string[] {
	const name = nameOf(sent);
	const phone = telecom(sent, 'phone')[0] ?? '';
	const needsEmail = world.unknowns.get('patientWithoutEmailAccepted') === 'rejected';
	const checks: Array<[string, boolean]> = [
		['family', name.family !== ''],
		['given', name.given.some(Boolean)],
		['birthDate', /^\d{4}-\d{2}-\d{2}$/.test(String(sent.birthDate))],
		['email', !needsEmail || telecom(sent, 'email').some((email) => email.includes('@'))],
		['phone', /^[\d-]+$/.test(phone) && digits(phone).length === 10],
		...world.access.requiredOfPatients.map((attribute): [string, boolean] => {
			const value = sent[attribute];
			return [attribute, Array.isArray(value) ? asList(value).length > 0 : Boolean(value)];
		}),
	];
	return checks.filter(([, present]) => !present).map(([attribute]) => attribute);
}

function alreadyThere(sent: Resource, world: ModMedWorld): boolean {
	const key = (patient: Resource) =>
		`${nameOf(patient).family}|${nameOf(patient).given[0]}|${patient.birthDate}`.toLowerCase();
	return world.store.all('Patient').some((patient) => key(patient) === key(sent));
}

function createdAnswer(
	exchange: Exchange,
	patient: Resource,
	base: string,
	world: ModMedWorld,
): Answer {
	const address = `${base}/Patient/${patient.id}`;
	const headers = { location: address, 'content-location': address };
	const prefer = header(exchange, 'prefer');
	const whole = render(patient, base, world.unknowns);
	if (prefer.includes('return=representation')) return fhir(201, whole, headers);
	if (prefer.includes('return=OperationOutcome')) {
		return { ...outcome(201, 'Created', world.unknowns), headers };
	}
	switch (world.unknowns.get('patientCreateAnswer')) {
		case 'body':
			return fhir(201, whole, headers);
		case 'bodyWithoutId':
			return fhir(201, without(whole, 'id'), headers);
		case 'nothing':
			return { status: 201 };
		default:
			return { status: 201, headers };
	}
}
