import type { Answer, Exchange } from '../http/exchange';
import { asList, asText, type Json } from '../http/json';
import { contactOr400, saveContact } from './contactStore';
import { checked, type Dto } from './dto';
import { badRequest, notFound } from './refusals';
import { registered, sameTag, spelled } from './tagNames';
import type { Contact } from './types';
import type { CrmWorld } from './world';

const tagsDto: Dto = { allowed: { tags: 'texts' }, required: ['tags'] };

const bulkDto: Dto = {
	allowed: { contacts: 'texts', tags: 'texts', locationId: 'text', removeAllTags: 'boolean' },
	required: ['contacts', 'tags', 'locationId'],
};

function add(contact: Contact, tags: string[], world: CrmWorld): string[] {
	const names = registered(tags, world);
	const fresh = names.filter((name) => !contact.tags.some((known) => sameTag(known, name)));
	saveContact({ ...contact, tags: [...contact.tags, ...fresh] }, world);
	return fresh;
}

function remove(contact: Contact, tags: string[], world: CrmWorld): string[] {
	const isNamed = (known: string) => tags.some((name) => sameTag(known, name.trim()));
	const removed = contact.tags.filter(isNamed);
	saveContact({ ...contact, tags: contact.tags.filter((name) => !isNamed(name)) }, world);
	return removed;
}

export function addTags(exchange: Exchange, world: CrmWorld): Answer {
	const tags = asList(checked(exchange, tagsDto).tags).map(asText);
	const contact = contactOr400(exchange.params.contactId ?? '', world);
	const added = add(contact, tags, world);
	const all = world.contacts.get(contact.id)?.tags ?? [];
	const answered = world.unknowns.get('tagAddAnswer') === 'all' ? all : added;
	return { status: 201, body: { tags: [...answered], tagsAdded: added } };
}

export function removeTags(exchange: Exchange, world: CrmWorld): Answer {
	const tags = asList(checked(exchange, tagsDto).tags).map(asText);
	const contact = contactOr400(exchange.params.contactId ?? '', world);
	const removed = remove(contact, tags, world);
	const left = world.contacts.get(contact.id)?.tags ?? [];
	const answered = world.unknowns.get('tagDeleteAnswer') === 'remaining' ? left : removed;
	return { status: 200, body: { tags: [...answered], tagsRemoved: removed } };
}

export function bulkTags(exchange: Exchange, world: CrmWorld): Answer {
	const { type } = exchange.params;
	if (type !== 'add' && type !== 'remove') badRequest('type must be add or remove');
	const body = checked(exchange, bulkDto);
	const tags = asList(body.tags).map(asText);
	const responses = asList(body.contacts).map((id): Json => {
		const contact = world.contacts.get(asText(id));
		if (!contact) return result(id, 'Contact not found', 'error');
		const before = contact.tags;
		if (type === 'add') add(contact, tags, world);
		else remove(contact, body.removeAllTags === true ? before : tags, world);
		const after = world.contacts.get(contact.id)?.tags ?? [];
		return { ...result(id, 'Tags updated', 'success'), oldTags: before, tags: [...after] };
	});
	const errorCount = responses.filter((entry) => JSON.stringify(entry).includes('"error"')).length;
	return { status: 201, body: { succeded: errorCount === 0, errorCount, responses } };
}

function result(contactId: Json, message: string, type: string) {
	return { contactId, message, type };
}

function tagView(tag: { id: string; name: string }, world: CrmWorld): Json {
	return { id: tag.id, name: tag.name, locationId: world.identity.locationId };
}

export function listLocationTags(world: CrmWorld): Answer {
	return { status: 200, body: { tags: world.tags.map((tag) => tagView(tag, world)) } };
}

export function createLocationTag(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, { allowed: { name: 'text' }, required: ['name'] });
	const [name = ''] = spelled([asText(body.name)], world);
	if (world.tags.some((tag) => sameTag(tag.name, name))) badRequest('The tag name already exists');
	const tag = { id: world.ids.next(), name };
	world.tags.push(tag);
	return { status: 200, body: { tag: tagView(tag, world) } };
}

export function getLocationTag(exchange: Exchange, world: CrmWorld): Answer {
	const tag = world.tags.find(({ id }) => id === exchange.params.tagId);
	return tag ? { status: 200, body: { tag: tagView(tag, world) } } : notFound('Tag not found');
}
