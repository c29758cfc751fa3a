import { asList, asObject, asText, type JsonObject } from '../http/json';
import type { Resource } from './store';

/** The id a reference ends with, whatever its form. */
export function idOf(reference: unknown): string {
	const last = asText(reference).split('?')[0]?.split('/').pop() ?? '';
	return last.replace(/%7C/gi, '|');
}

export function participantId(appointment: Resource, type: string): string {
	for (const participant of asList(appointment.participant)) {
		const reference = asText(asObject(asObject(participant).actor).reference);
		if (reference.includes(`${type}/`)) return idOf(reference);
	}
	return '';
}

export function typeCode(appointment: Resource): string {
	return asText(firstCoding(appointment.appointmentType).code);
}

export function typeName(appointment: Resource): string {
	const coding = firstCoding(appointment.appointmentType);
	return asText(coding.display) || asText(asObject(appointment.appointmentType).text);
}

function firstCoding(concept: unknown): JsonObject {
	return asObject(asList(asObject(concept).coding)[0]);
}

export function lastUpdated(resource: Resource): Date | undefined {
	return dateOf(asObject(resource.meta).lastUpdated);
}

export function dateOf(value: unknown): Date | undefined {
	const date = new Date(asText(value));
	return Number.isNaN(date.getTime()) ? undefined : date;
}

export interface PersonName {
	family: string;
	given: string[];
}

export function nameOf(resource: Resource): PersonName {
	const name = asObject(asList(resource.name)[0]);
	return { family: asText(name.family), given: asList(name.given).map(asText) };
}

export function fullName(resource: Resource): string {
	const { family, given } = nameOf(resource);
	return [...given, family].filter(Boolean).join(' ');
}

export function telecom(resource: Resource, system: string): string[] {
	return asList(resource.telecom)
		.map(asObject)
		.filter((contact) => contact.system === system)
		.map((contact) => asText(contact.value));
}

export function digits(text: string): string {
	return text.replace(/\D/g, '');
}

export function identifiers(resource: Resource): Array<{ system: string; value: string }> {
	return asList(resource.identifier)
		.map(asObject)
		.map(({ system, value }) => ({ system: asText(system), value: asText(value) }));
}
