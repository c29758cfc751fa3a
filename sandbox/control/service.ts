import { bodyOf, type Answer, type Exchange } from '../http/exchange';
import type { Fault } from '../http/faults';
import { asText, type Json, type JsonObject } from '../http/json';
import { Router } from '../http/router';
import type { NewContact, NewOpportunity } from '../crm/location';
import type { NewCharge } from '../modmed/charges';
import type { NewPatient } from '../modmed/practice';
import type { Resource } from '../modmed/store';
import type { Parts } from '../parts';
import { changeAccess } from './access';
import { bookAppointment, changeAppointment } from './appointments';
import { pageFile } from './pageFiles';
import { snapshot } from './snapshot';

/** Bodies come from whoever runs the sandbox; what is wrong in them is answered with a 400. */
const sent = <T>(exchange: Exchange) => bodyOf(exchange) as unknown as T;

const created = (body: unknown): Answer => ({ status: 201, body: body as Json });
const done: Answer = { status: 200, body: { done: true } };

export function controlService(parts: Parts): (exchange: Exchange) => Answer {
	const router = routes(parts);
	return (exchange) => {
		const match = router.match(exchange.method, exchange.path);
		if (!match) return exchange.method === 'GET' ? pageFile(exchange.path) : { status: 404 };
		exchange.params = match.params;
		try {
			return match.route.handler(exchange);
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			return { status: 400, body: { message } };
		}
	};
}

type Add = (route: string, handler: (exchange: Exchange) => Answer) => void;

function routes(parts: Parts): Router {
	const router = new Router();
	const add: Add = (route, handler) => {
		const [method = '', path = ''] = route.split(' ');
		router.add(method, `/control/${path}`, handler, undefined);
	};
	practiceRoutes(add, parts);
	crmRoutes(add, parts);
	simulationRoutes(add, parts);
	return router;
}

function practiceRoutes(add: Add, parts: Parts): void {
	const { practice } = parts;
	add('POST appointments', (exchange) => bookAppointment(exchange, parts));
	add('POST appointments/:id/:action', (exchange) => changeAppointment(exchange, parts));
	add('POST patients', (exchange) => created(practice.addPatient(sent<NewPatient>(exchange))));
	add('POST patients/:id', (e) => created(practice.updatePatient(e.params.id ?? '', bodyOf(e))));
	add('POST charges', (exchange) => created(practice.addCharge(sent<NewCharge>(exchange))));
	add('POST types', (exchange) => {
		const { code, name } = bodyOf(exchange);
		practice.addAppointmentType(asText(code), asText(name));
		return done;
	});
	add('POST resources', (exchange) => {
		practice.put(sent<Resource>(exchange));
		return done;
	});
	add('DELETE resources/:type/:id', ({ params }) => {
		return practice.remove(params.type ?? '', params.id ?? '') ? done : { status: 404 };
	});
}

function crmRoutes(add: Add, parts: Parts): void {
	const { location } = parts;
	add('POST contacts', (exchange) => created(location.addContact(sent<NewContact>(exchange))));
	add('POST contacts/:id', (exchange) => {
		const { id = '' } = exchange.params;
		return created(location.updateContact(id, sent<NewContact>(exchange)));
	});
	add('POST contacts/:id/tags', (exchange) => changeTags(exchange, parts));
	add('POST opportunities', (exchange) =>
		created(location.addOpportunity(sent<NewOpportunity>(exchange))),
	);
	add('POST opportunities/:id/move', (exchange) => {
		location.moveOpportunity(exchange.params.id ?? '', asText(bodyOf(exchange).stage));
		return done;
	});
	add('DELETE fields/:name', ({ params }) => {
		location.removeField(params.name ?? '');
		return done;
	});
}

function simulationRoutes(add: Add, parts: Parts): void {
	const { faults } = parts;
	add('GET state', () => ({ status: 200, body: snapshot(parts) }));
	add('GET connection', () => ({ status: 200, body: { ...parts.connection() } }));
	add('GET journal', (exchange) => journal(exchange, parts));
	add('DELETE journal', () => {
		parts.journal.clear();
		return done;
	});
	add('POST faults', (exchange) => created({ id: faults.add(sent<Fault>(exchange)) }));
	add('DELETE faults', () => {
		faults.clear();
		return done;
	});
	add('GET unknowns', () => ({ status: 200, body: unknowns(parts) }));
	add('POST unknowns', (exchange) => setUnknowns(exchange, parts));
	add('POST access', (exchange) => changeAccess(exchange, parts));
	add('POST clock', (exchange) => {
		parts.clock.advance(Number(bodyOf(exchange).advanceMs ?? 0));
		return { status: 200, body: { now: parts.clock.now().toISOString() } };
	});
	add('POST reset', () => {
		parts.reset();
		return done;
	});
}

function journal(exchange: Exchange, parts: Parts): Answer {
	const { query } = exchange;
	const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
	const entries = parts.journal.entries({
		service: query.get('service') ?? undefined,
		method: query.get('method') ?? undefined,
		path: query.get('path') ?? undefined,
		status: number('status'),
		after: number('after'),
	});
	return { status: 200, body: { entries: entries as unknown as Json } };
}

function changeTags(exchange: Exchange, { location }: Parts): Answer {
	const { id = '' } = exchange.params;
	const { add = [], remove = [] } = sent<{ add?: string[]; remove?: string[] }>(exchange);
	location.removeTags(id, ...remove);
	location.addTags(id, ...add);
	return { status: 200, body: { tags: location.contact(id)?.tags ?? [] } };
}

function unknowns({ modMed, crm }: Parts): JsonObject {
	const list = [modMed.unknowns.list(), crm.unknowns.list()] as unknown as [Json, Json];
	return { modMed: list[0], crm: list[1] };
}

/** `{ modMed: { lostTokenStatus: '403' }, crm: { … } }` */
function setUnknowns(exchange: Exchange, parts: Parts): Answer {
	const chosen = sent<Record<'modMed' | 'crm', JsonObject | undefined>>(exchange);
	for (const [name, answer] of Object.entries(chosen.modMed ?? {})) {
		parts.modMed.unknowns.setByText(name, asText(answer));
	}
	for (const [name, answer] of Object.entries(chosen.crm ?? {})) {
		parts.crm.unknowns.setByText(name, asText(answer));
	}
	return { status: 200, body: unknowns(parts) };
}
