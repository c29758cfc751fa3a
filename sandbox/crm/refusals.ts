import { Refusal, type Answer } from '../http/exchange';
import type { Json } from '../http/json';

export function badRequest(message: string, extra: Record<string, Json> = {}): never {
	throw new Refusal({ status: 400, body: { statusCode: 400, message, ...extra } });
}

export function unauthorized(message: string): Answer {
	return { status: 401, body: { statusCode: 401, message, error: 'Unauthorized' } };
}

export function forbidden(message: string): never {
	throw new Refusal({ status: 403, body: { statusCode: 403, message, error: 'Forbidden' } });
}

export function notFound(message: string): never {
	throw new Refusal({ status: 404, body: { statusCode: 404, message, error: 'Not Found' } });
}

/** Validation always answers a list of sentences. */
export function unprocessable(...message: string[]): never {
	const body = { statusCode: 422, message, error: 'Unprocessable Entity' };
	throw new Refusal({ status: 422, body });
}

export function refuseWith(status: string, message: string): never {
	if (status === '422') return unprocessable(message);
	if (status === '404') return notFound(message);
	return badRequest(message);
}
