import { randomUUID } from 'node:crypto';
import { bodyOf, header, type Answer, type Exchange } from '../http/exchange';
import { asText, isObject } from '../http/json';
import { forbidden, refuseWith, unauthorized, unprocessable } from './refusals';
import type { Scope } from './types';
import type { CrmWorld } from './world';

const VERSION = '2021-07-28';

export function refusedToken(exchange: Exchange, world: CrmWorld): Answer | undefined {
	const [scheme, token] = header(exchange, 'authorization').split(' ');
	const good = scheme === 'Bearer' && token === world.identity.token && world.settings.tokenActive;
	return good ? undefined : unauthorized('Invalid token: access token is invalid');
}

export function refusedScope(scope: Scope, world: CrmWorld): Answer | undefined {
	if (world.settings.scopes.has(scope)) return undefined;
	const message = 'The token is not authorized for this scope.';
	return world.unknowns.get('missingScope') === '403' ? forbidden(message) : unauthorized(message);
}

export function refusedVersion(exchange: Exchange, world: CrmWorld): Answer | undefined {
	if (header(exchange, 'version') === VERSION) return undefined;
	const status = world.unknowns.get('missingVersion');
	if (status === '401') return unauthorized('version header was not found or is invalid');
	return refuseWith(status, 'version header was not found or is invalid');
}

export type LocationIn = 'path' | 'locationId' | 'location_id' | 'body' | 'none';

/** A token opens one location only, and says the same of a wrong and of a missing one. */
export function checkLocation(exchange: Exchange, where: LocationIn, world: CrmWorld): void {
	const given = locationGiven(exchange, where);
	if (where === 'none' || given === world.identity.locationId) return;
	// The search for opportunities names the parameter that should not exist.
	if (where === 'location_id' && exchange.query.has('locationId')) return;
	if (given === '' && (where === 'body' || world.unknowns.get('missingLocation') === '422')) {
		const name = where === 'location_id' ? where : 'locationId';
		unprocessable(`${name} can't be undefined`, `${name} must be a string`);
	}
	forbidden('The token does not have access to this location.');
}

function locationGiven(exchange: Exchange, where: LocationIn): string {
	if (where === 'path') return exchange.params.locationId ?? '';
	if (where === 'body') return asText(bodyOf(exchange).locationId);
	return exchange.query.get(where) ?? '';
}

export function tooMany(world: CrmWorld): Answer {
	switch (world.unknowns.get('body429')) {
		case 'text':
			return {
				status: 429,
				body: 'Too Many Requests',
				headers: { 'content-type': 'text/plain' },
			};
		case 'html':
			return { status: 429, body: '<html><body><h1>429 Too Many Requests</h1></body></html>' };
		case 'empty':
			return { status: 429 };
		default:
			return { status: 429, body: { statusCode: 429, message: 'Too Many Requests' } };
	}
}

/** Every JSON answer can be traced by the vendor's support. */
export function withTrace(answer: Answer): Answer {
	if (!isObject(answer.body)) return answer;
	return { ...answer, body: { ...answer.body, traceId: randomUUID() } };
}
