import type { Answer, Exchange } from '../http/exchange';
import { asList, asObject, asText, without, type JsonObject } from '../http/json';
import { contactOr400, newContact, saveContact, withBody } from './contactStore';
import { createDto, updateDto, upsertDto } from './contactDtos';
import { contactView } from './contactViews';
import { checked, checkQuery } from './dto';
import { findDuplicate, refuseDuplicate } from './duplicates';
import { badRequest, notFound, unprocessable } from './refusals';
import type { Contact } from './types';
import type { CrmWorld } from './world';

const idOf = (exchange: Exchange) => exchange.params.contactId ?? '';

export function getContact(exchange: Exchange, world: CrmWorld): Answer {
	const contact = contactOr400(idOf(exchange), world);
	return { status: 200, body: { contact: contactView(contact, world) } };
}

export function createContact(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, createDto);
	const contact = withBody(newContact(world), body, world);
	if (body.gender !== undefined) contact.gender = asText(body.gender);
	refuseDuplicate(contact, world);
	saveContact(contact, world);
	if (world.unknowns.get('createRefusedButMade') === 'yes') {
		unprocessable('firstName must be a valid name');
	}
	return { status: 201, body: { contact: contactView(contact, world) } };
}

export function updateContact(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, updateDto);
	const isIgnored =
		body.dateOfBirth !== undefined && world.unknowns.get('dateOfBirthOnUpdate') === 'ignored';
	const taken = isIgnored ? without(body, 'dateOfBirth') : body;
	const contact = withBody(contactOr400(idOf(exchange), world), taken, world);
	if (body.email !== undefined || body.phone !== undefined) refuseDuplicate(contact, world);
	saveContact(contact, world);
	return { status: 200, body: updated(contact, body, world) };
}

function updated(contact: Contact, sent: JsonObject, world: CrmWorld): JsonObject {
	const answer = world.unknowns.get('updateAnswer');
	if (answer === 'succeededOnly') return { succeded: true };
	const view = contactView(contact, world);
	if (answer === 'fieldsSent') {
		const ids = asList(sent.customFields).map((entry) => asObject(entry).id);
		view.customFields = asList(view.customFields).filter((entry) =>
			ids.includes(asObject(entry).id),
		);
	}
	return { succeded: true, contact: view };
}

/** When email and phone belong to two people, the second one is passed over without a word. */
export function upsertContact(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, upsertDto);
	const identifiers = { email: asText(body.email), phone: asText(body.phone) };
	const wantsNew = body.createNewIfDuplicateAllowed === true;
	const found =
		wantsNew && world.settings.allowDuplicateContact
			? undefined
			: findDuplicate(identifiers, world)?.contact;
	const contact = withBody(found ?? newContact(world), body, world);
	if (!found && body.gender !== undefined) contact.gender = asText(body.gender);
	saveContact(contact, world);
	return { status: 200, body: { new: !found, contact: contactView(contact, world) } };
}

export function deleteContact(exchange: Exchange, world: CrmWorld): Answer {
	const { id } = contactOr400(idOf(exchange), world);
	world.contacts.delete(id);
	world.contactIndex.record(id, undefined);
	world.notes.delete(id);
	for (const opportunity of [...world.opportunities.values()]) {
		if (opportunity.contactId !== id) continue;
		world.opportunities.delete(opportunity.id);
		world.opportunityIndex.record(opportunity.id, undefined);
	}
	return { status: 200, body: { succeded: true } };
}

/** Reads the contacts themselves, not the search index. */
export function searchDuplicate(exchange: Exchange, world: CrmWorld): Answer {
	checkQuery(exchange, ['locationId', 'number', 'email']);
	const email = exchange.query.get('email') ?? '';
	const phone = exchange.query.get('number') ?? '';
	if (!email && !phone) badRequest('Pass at least one of number, email query parameter');
	// A plus sign that was not percent-encoded arrives as a space, and finds nobody.
	const found = phone.startsWith(' ')
		? findDuplicate({ email }, world)
		: findDuplicate({ email, phone }, world);
	if (!found) return nobody(world);
	const contact = contactView(found.contact, world);
	if (world.unknowns.get('duplicateReturnsCustomFields') === 'no') delete contact.customFields;
	return { status: 200, body: { contact } };
}

function nobody(world: CrmWorld): Answer {
	switch (world.unknowns.get('nobodyFound')) {
		case 'absent':
			return { status: 200, body: {} };
		case '404':
			return notFound('Contact not found');
		default:
			return { status: 200, body: { contact: null } };
	}
}
