import { fullName } from './contactViews';
import { e164 } from './contactStore';
import { badRequest } from './refusals';
import type { Contact } from './types';
import type { CrmWorld } from './world';

export type MatchingField = 'email' | 'phone';

export interface Duplicate {
	contact: Contact;
	matchingField: MatchingField;
}

interface Identifiers {
	email?: string;
	phone?: string;
}

/** The first contact with this email or phone, by the location's priority. */
export function findDuplicate(
	{ email, phone }: Identifiers,
	world: CrmWorld,
	exceptId?: string,
): Duplicate | undefined {
	const others = [...world.contacts.values()].filter((contact) => contact.id !== exceptId);
	const by: Record<MatchingField, (contact: Contact) => boolean> = {
		email: (contact) => !!email && contact.email?.toLowerCase() === email.toLowerCase(),
		phone: (contact) => !!phone && !!contact.phone && e164(contact.phone) === e164(phone),
	};
	const order: MatchingField[] =
		world.settings.matchFirstBy === 'email' ? ['email', 'phone'] : ['phone', 'email'];
	for (const matchingField of order) {
		const contact = others.find(by[matchingField]);
		if (contact) return { contact, matchingField };
	}
	return undefined;
}

export function refuseDuplicate(contact: Contact, world: CrmWorld): void {
	if (world.settings.allowDuplicateContact) return;
	const found = findDuplicate(contact, world, contact.id);
	if (!found) return;
	badRequest('This location does not allow duplicated contacts.', {
		meta: {
			contactId: found.contact.id,
			contactName: fullName(found.contact),
			matchingField: found.matchingField,
		},
	});
}
