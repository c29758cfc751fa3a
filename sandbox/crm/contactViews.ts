import type { JsonObject } from '../http/json';
import { readable } from './fieldValues';
import type { Contact, Note } from './types';
import type { CrmWorld } from './world';

export function fullName(contact: Contact): string {
	return [contact.firstName, contact.lastName].filter(Boolean).join(' ');
}

/** A contact as it is read by id. */
export function contactView(contact: Contact, world: CrmWorld): JsonObject {
	const name = fullName(contact);
	const view: JsonObject = {
		id: contact.id,
		locationId: world.identity.locationId,
		name,
		firstName: contact.firstName,
		lastName: contact.lastName,
		firstNameLowerCase: contact.firstName?.toLowerCase(),
		lastNameLowerCase: contact.lastName?.toLowerCase(),
		fullNameLowerCase: name.toLowerCase(),
		email: contact.email,
		emailLowerCase: contact.email?.toLowerCase(),
		phone: contact.phone,
		type: contact.type,
		dnd: false,
		...contact.other,
		tags: [...contact.tags],
		customFields: Object.entries(contact.customFields).map(([id, value]) => ({
			id,
			value: readable(id, value, world),
		})),
		dateAdded: contact.dateAdded,
		dateUpdated: contact.dateUpdated,
	};
	if (contact.dateOfBirth) view.dateOfBirth = birthDateView(contact.dateOfBirth, world);
	if (contact.gender && world.unknowns.get('genderInAnswer') === 'present') {
		view.gender = contact.gender;
	}
	return view;
}

function birthDateView(day: string, world: CrmWorld): string {
	return world.unknowns.get('dateOfBirthFormat') === 'date' ? day : `${day}T00:00:00.000Z`;
}

/** A contact as the search finds it, with the cursor behind it. */
export function searchView(contact: Contact, world: CrmWorld): JsonObject {
	const view = contactView(contact, world);
	view.contactName = view.name;
	view.searchAfter = [Date.parse(contact.dateAdded), contact.id];
	delete view.name;
	if (world.unknowns.get('nameCase') === 'loweredInSearch') {
		view.firstName = contact.firstName?.toLowerCase();
		view.lastName = contact.lastName?.toLowerCase();
	}
	return view;
}

export function noteView(note: Note): JsonObject {
	return { ...note };
}
