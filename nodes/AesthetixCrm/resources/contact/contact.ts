import type { IDataObject } from 'n8n-workflow';

import { asRecords, asText } from '../../../../domain/coerce';
import { toDay } from '../../../../domain/crm/crmDate';
import type { CrmField } from '../../../../domain/crm/crmField';
import { findField } from '../../../../domain/crm/crmField';
import { readFieldValue } from '../../../../domain/crm/fieldValue';
import { isResourceId } from '../../../../domain/fhir/reference';
import type { Candidate } from '../../../../domain/patient/contactMatch';
import { FIELDS } from '../../../../domain/vocabulary';

/** A contact as last seen in the CRM, our own writes included. */
export interface CrmContact {
	id: string;
	/** The standard fields, with the CRM's names and values. */
	standard: Record<string, unknown>;
	tags: string[];
	/** Values of the custom fields by field id. */
	values: ReadonlyMap<string, unknown>;
	/** Whether the custom fields are known: some of the CRM's answers leave them out. */
	isComplete: boolean;
}

/**
 * Reads a contact from an answer of the CRM. The ID is empty where it is missing or malformed.
 * https://marketplace.gohighlevel.com/docs/ghl/contacts/get-contact
 */
export function readContact(raw: Record<string, unknown>): CrmContact {
	const { customFields, tags, ...standard } = raw;
	const id = asText(raw.id);
	return {
		id: isResourceId(id) ? id : '',
		standard,
		tags: [tags].flat().filter((tag): tag is string => typeof tag === 'string' && tag !== ''),
		values: new Map(asRecords(customFields).map(({ id, value }) => [asText(id), value])),
		isComplete: Array.isArray(customFields),
	};
}

/** The contact as the identity rule compares it with a patient. */
export function toCandidate(contact: CrmContact, fields: readonly CrmField[]): Candidate {
	const valueOf = (name: string) => contact.values.get(findField(fields, name)?.id ?? '');
	const birthDates = [contact.standard.dateOfBirth, valueOf(FIELDS.birthday.name)].map((date) =>
		toDay(date),
	);
	return {
		contactId: contact.id,
		modMedPatientId: asText(valueOf(FIELDS.patientId.name)),
		firstName: asText(contact.standard.firstName),
		lastName: asText(contact.standard.lastName),
		birthDates: birthDates.filter((date) => date !== ''),
	};
}

/** A contact for the next node, with its tags, and its custom fields by name. */
export function describeContact(contact: CrmContact, fields: readonly CrmField[]): IDataObject {
	const { standard, tags, values } = contact;
	const named = fields
		.filter(({ id }) => values.has(id))
		.map(({ id, name, dataType }) => [name, readFieldValue(dataType, values.get(id))]);
	const text = (name: string) => asText(standard[name]);
	return {
		id: contact.id,
		firstName: text('firstName'),
		lastName: text('lastName'),
		email: text('email'),
		phone: text('phone'),
		dateOfBirth: toDay(standard.dateOfBirth),
		gender: text('gender'),
		address1: text('address1'),
		city: text('city'),
		state: text('state'),
		postalCode: text('postalCode'),
		country: text('country'),
		type: text('type'),
		source: text('source'),
		dateAdded: text('dateAdded'),
		tags,
		fields: Object.fromEntries(named),
	};
}
