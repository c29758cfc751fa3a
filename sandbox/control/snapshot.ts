import { asObject, asText, type JsonObject } from '../http/json';
import { dateOf, fullName, participantId, telecom, typeCode, typeName } from '../modmed/read';
import type { Resource } from '../modmed/store';
import type { ModMedWorld } from '../modmed/world';
import type { Parts } from '../parts';

/** Both worlds in the words of the page. */
export function snapshot(parts: Parts): JsonObject {
	return {
		now: parts.clock.now().toISOString(),
		n8nUrl: parts.n8nUrl ?? null,
		timezone: parts.crm.identity.timezone,
		practice: practiceOf(parts),
		crm: crmOf(parts),
		faults: parts.faults.active().map(({ id, service, path, action, hits }) => ({
			id,
			service,
			path: path ?? '*',
			kind: action.kind,
			hits,
		})),
	};
}

function practiceOf({ modMed, practice }: Parts): JsonObject {
	const people = (type: string) => modMed.store.all(type);
	return {
		name: modMed.identity.practice,
		locations: people('Location').map(({ id, name }) => ({ id, name: asText(name) })),
		practitioners: people('Practitioner')
			.filter((person) => person.identifier !== undefined && !person.id.startsWith('ref|'))
			.map((person) => ({ id: person.id, name: fullName(person) })),
		types: modMed.appointmentTypes
			.filter(({ active }) => active)
			.map(({ code, name }) => ({ code, name })),
		patients: practice.patients().map((patient) => ({
			id: patient.id,
			name: fullName(patient),
			birthDate: asText(patient.birthDate),
			email: telecom(patient, 'email')[0] ?? '',
			phone: telecom(patient, 'phone')[0] ?? '',
		})),
		appointments: practice.appointments().map((entry) => appointmentOf(entry, modMed)),
	};
}

function appointmentOf(appointment: Resource, world: ModMedWorld): JsonObject {
	const named = (type: string) => {
		const found = world.store.get(type, participantId(appointment, type));
		return found ? asText(found.name) || fullName(found) : '';
	};
	return {
		id: appointment.id,
		status: asText(appointment.status),
		typeCode: typeCode(appointment),
		type: typeName(appointment),
		patientId: participantId(appointment, 'Patient'),
		patient: named('Patient'),
		practitioner: named('Practitioner'),
		location: named('Location'),
		start: dateOf(appointment.start)?.toISOString() ?? '',
		minutes: Number(appointment.minutesDuration ?? 0),
		description: asText(appointment.description),
		lastUpdated: asText(asObject(appointment.meta).lastUpdated),
	};
}

function crmOf({ crm, location }: Parts): JsonObject {
	const contacts = location.contacts().map((contact) => ({
		id: contact.id,
		name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
		email: contact.email ?? '',
		phone: contact.phone ?? '',
		dateOfBirth: contact.dateOfBirth ?? '',
		gender: contact.gender ?? '',
		tags: [...contact.tags],
		fields: location.fields(contact.id),
		notes: location
			.notes(contact.id)
			.map(({ id, body, dateAdded }) => ({ id, body, dateAdded }))
			.reverse(),
		opportunities: location.opportunities(contact.id),
	}));
	return {
		locationId: crm.identity.locationId,
		tags: crm.tags.map(({ name }) => name),
		fields: crm.fields.map(({ id, name, dataType }) => ({ id, name, dataType })),
		contacts,
		pipelines: crm.pipelines.map(({ id, name, stages }) => ({
			id,
			name,
			stages: stages.map((stage) => stage.name),
		})),
	};
}
