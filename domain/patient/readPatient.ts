import { DateTime } from 'luxon';

import { readHumanName } from '../fhir/humanName';
import type { Patient } from './patient';
import { isResourceId } from '../fhir/reference';
import { asLine, asNumber, asRecord, asRecords, asText } from '../coerce';

/**
 * Reads a FHIR Patient of ModMed. Undefined for anything without a usable id; what cannot be read
 * is empty.
 * Source: https://hl7.org/fhir/R4/patient.html, https://portal.api.modmed.com/reference/patient-1
 * @example readPatient({ resourceType: 'Patient', id: '7', birthDate: '1990-09-25' })
 * // { id: '7', firstName: '', lastName: '', birthDate: '1990-09-25', gender: '', email: '', phone: '' }
 */
export function readPatient(value: unknown): Patient | undefined {
	const resource = asRecord(value);
	const id = asText(resource.id);
	if (resource.resourceType !== 'Patient' || !isResourceId(id)) return undefined;
	return {
		id,
		...readHumanName(resource.name),
		birthDate: readDay(resource.birthDate),
		gender: asLine(resource.gender).toLowerCase(),
		email: bestContact(resource.telecom, 'email'),
		phone: bestContact(resource.telecom, 'phone'),
	};
}

/** Where ModMed ranks no number, the use decides which one reaches a person best. */
const PREFERRED_USES = ['mobile', 'home', 'work'];

function bestContact(telecom: unknown, system: string): string {
	const [best] = asRecords(telecom)
		.filter((contact) => asText(contact.system).toLowerCase() === system)
		.filter((contact) => asText(contact.use) !== 'old' && asText(contact.value) !== '')
		.sort((a, b) => rankOf(a) - rankOf(b));
	return asLine(best?.value);
}

/** FHIR ranks from 1, the best, upwards. A ranked contact goes before all without a rank. */
function rankOf(contact: Record<string, unknown>): number {
	const rank = asNumber(contact.rank);
	if (rank !== null && rank > 0) return rank;
	const use = PREFERRED_USES.indexOf(asText(contact.use));
	return Number.MAX_SAFE_INTEGER - (use < 0 ? 0 : PREFERRED_USES.length - use);
}

function readDay(value: unknown): string {
	const text = asText(value);
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid;
	return isDay ? text : '';
}
