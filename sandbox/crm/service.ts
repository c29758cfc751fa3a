import { Refusal, type Answer, type Exchange } from '../http/exchange';
import { Router, type Handler } from '../http/router';
import {
	createContact,
	deleteContact,
	getContact,
	searchDuplicate,
	updateContact,
	upsertContact,
} from './contacts';
import { searchContacts } from './contactSearch';
import { createField, getField, listFields } from './customFields';
import {
	checkLocation,
	refusedScope,
	refusedToken,
	refusedVersion,
	tooMany,
	withTrace,
	type LocationIn,
} from './requestChecks';
import { getLocation } from './locations';
import { createNote, deleteNote, getNote, listNotes, updateNote } from './notes';
import {
	createOpportunity,
	deleteOpportunity,
	getOpportunity,
	listPipelines,
	updateOpportunity,
	updateStatus,
	upsertOpportunity,
} from './opportunities';
import { searchOpportunities } from './opportunitySearch';
import {
	addTags,
	bulkTags,
	createLocationTag,
	getLocationTag,
	listLocationTags,
	removeTags,
} from './tags';
import type { Scope } from './types';
import type { CrmWorld } from './world';

interface Guard {
	scope: Scope;
	location: LocationIn;
}

type Work = (exchange: Exchange, world: CrmWorld) => Answer;

export function crmService(world: CrmWorld): (exchange: Exchange) => Answer {
	const router = routes(world);
	return (exchange) => {
		const answer = world.limiter.admit() ? guarded(exchange, router, world) : tooMany(world);
		const headers = { ...world.limiter.headers(), ...answer.headers };
		return { ...withTrace(answer), headers };
	};
}

function guarded(exchange: Exchange, router: Router<Guard>, world: CrmWorld): Answer {
	try {
		const refused = refusedToken(exchange, world) ?? refusedVersion(exchange, world);
		if (refused) return refused;
		const match = router.match(exchange.method, exchange.path);
		if (!match) return { status: 404, body: { statusCode: 404, message: 'Not Found' } };
		exchange.params = match.params;
		const { scope, location } = match.route.extra;
		const unscoped = refusedScope(scope, world);
		if (unscoped) return unscoped;
		checkLocation(exchange, location, world);
		return match.route.handler(exchange);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		throw error;
	}
}

function routes(world: CrmWorld): Router<Guard> {
	const router = new Router<Guard>();
	const add = (scope: Scope, route: string, work: Work, location: LocationIn = 'none') => {
		const [method = '', path = ''] = route.split(' ');
		const handler: Handler = (exchange) => work(exchange, world);
		router.add(method, path, handler, { scope, location });
	};
	contactRoutes(add);
	opportunityRoutes(add);
	locationRoutes(add, world);
	return router;
}

type Add = (scope: Scope, route: string, work: Work, location?: LocationIn) => void;

function contactRoutes(add: Add): void {
	const read: Scope = 'contacts.readonly';
	const write: Scope = 'contacts.write';
	add(read, 'POST /contacts/search', searchContacts, 'body');
	add(read, 'GET /contacts/search/duplicate', searchDuplicate, 'locationId');
	add(write, 'POST /contacts/upsert', upsertContact, 'body');
	add(write, 'POST /contacts/bulk/tags/update/:type', bulkTags, 'body');
	add(write, 'POST /contacts/', createContact, 'body');
	add(read, 'GET /contacts/:contactId', getContact);
	add(write, 'PUT /contacts/:contactId', updateContact);
	add(write, 'DELETE /contacts/:contactId', deleteContact);
	add(write, 'POST /contacts/:contactId/tags', addTags);
	add(write, 'DELETE /contacts/:contactId/tags', removeTags);
	add(read, 'GET /contacts/:contactId/notes', listNotes);
	add(write, 'POST /contacts/:contactId/notes', createNote);
	add(read, 'GET /contacts/:contactId/notes/:id', getNote);
	add(write, 'PUT /contacts/:contactId/notes/:id', updateNote);
	add(write, 'DELETE /contacts/:contactId/notes/:id', deleteNote);
}

function opportunityRoutes(add: Add): void {
	const read: Scope = 'opportunities.readonly';
	const write: Scope = 'opportunities.write';
	add(read, 'GET /opportunities/pipelines', listPipelines, 'locationId');
	add(read, 'GET /opportunities/search', searchOpportunities, 'location_id');
	add(write, 'POST /opportunities/upsert', upsertOpportunity, 'body');
	add(write, 'POST /opportunities/', createOpportunity, 'body');
	add(read, 'GET /opportunities/:id', getOpportunity);
	add(write, 'PUT /opportunities/:id', updateOpportunity);
	add(write, 'PUT /opportunities/:id/status', updateStatus);
	add(write, 'DELETE /opportunities/:id', deleteOpportunity);
}

function locationRoutes(add: Add, world: CrmWorld): void {
	const root = '/locations/:locationId';
	const tags: Scope = 'locations/tags.readonly';
	const fields: Scope = 'locations/customFields.readonly';
	add('locations.readonly', `GET ${root}`, () => getLocation(world), 'path');
	add(tags, `GET ${root}/tags`, () => listLocationTags(world), 'path');
	add('locations/tags.write', `POST ${root}/tags`, createLocationTag, 'path');
	add(tags, `GET ${root}/tags/:tagId`, getLocationTag, 'path');
	add(fields, `GET ${root}/customFields`, listFields, 'path');
	add('locations/customFields.write', `POST ${root}/customFields`, createField, 'path');
	add(fields, `GET ${root}/customFields/:id`, getField, 'path');
}
