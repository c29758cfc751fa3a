import type { Answer } from '../http/exchange';
import { outcome } from './outcome';
import type { ModMedWorld } from './world';

const page = (title: string) => `<html><head><title>${title}</title></head><body></body></html>`;

/** The gateway in front of ModMed knows no FHIR. */
export function forbiddenKey(world: ModMedWorld): Answer {
	switch (world.unknowns.get('wrongKeyBody')) {
		case 'html':
			return { status: 403, body: page('403 Forbidden') };
		case 'empty':
			return { status: 403 };
		default:
			return { status: 403, body: { message: 'Forbidden' } };
	}
}

export function unknownFirm(world: ModMedWorld): Answer {
	switch (world.unknowns.get('wrongPrefixAnswer')) {
		case 'outcome':
			return outcome(404, 'Not found', world.unknowns);
		case 'empty':
			return { status: 404 };
		default:
			return { status: 404, body: page('404 Not Found') };
	}
}

export function lostToken(world: ModMedWorld): Answer {
	const status = Number(world.unknowns.get('lostTokenStatus'));
	switch (world.unknowns.get('lostTokenBody')) {
		case 'json':
			return { status, body: { error: 'invalid_token' } };
		case 'html':
			return { status, body: page('Unauthorized') };
		case 'empty':
			return { status };
		default:
			return outcome(status, 'The token is not valid', world.unknowns);
	}
}

export function tooMany(world: ModMedWorld): Answer {
	const saysWhen = world.unknowns.get('retryAfter') === 'seconds';
	const headers: Record<string, string> = saysWhen
		? { 'retry-after': String(world.access.retryAfterSeconds) }
		: {};
	switch (world.unknowns.get('rateLimitBody')) {
		case 'html':
			return { status: 429, body: page('Too Many Requests'), headers };
		case 'empty':
			return { status: 429, headers };
		default:
			return { status: 429, body: { message: 'Too Many Requests' }, headers };
	}
}

export function unreadableBody(world: ModMedWorld): Answer {
	return outcome(400, 'The body of the request cannot be read', world.unknowns);
}
