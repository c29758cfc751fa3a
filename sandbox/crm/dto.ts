import { bodyOf, type Exchange } from '../http/exchange';
import { isObject, type Json, type JsonObject } from '../http/json';
import { badRequest, unprocessable } from './refusals';

type Kind = 'text' | 'number' | 'boolean' | 'texts' | 'list' | 'object' | 'any';

/** The properties a body may have; whatever else it has is refused by name. */
export interface Dto {
	allowed: Record<string, Kind>;
	required?: string[];
}

const IS: Record<Kind, (value: Json) => boolean> = {
	text: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	texts: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
	list: (value) => Array.isArray(value),
	object: (value) => isObject(value),
	any: () => true,
};

const NAMES: Record<Kind, string> = {
	text: 'a string',
	number: 'a number conforming to the specified constraints',
	boolean: 'a boolean value',
	texts: 'an array of strings',
	list: 'an array',
	object: 'an object',
	any: 'defined',
};

export function checked(exchange: Exchange, dto: Dto): JsonObject {
	if (exchange.text !== '' && exchange.body === undefined) badRequest('Invalid JSON');
	const body = bodyOf(exchange);
	const problems = [...undeclared(body, dto), ...absent(body, dto), ...mistyped(body, dto)];
	if (problems.length > 0) unprocessable(...problems);
	return body;
}

function undeclared(body: JsonObject, dto: Dto): string[] {
	return Object.keys(body)
		.filter((name) => !Object.hasOwn(dto.allowed, name))
		.map((name) => `property ${name} should not exist`);
}

function absent(body: JsonObject, dto: Dto): string[] {
	return (dto.required ?? [])
		.filter((name) => body[name] === undefined || body[name] === null || body[name] === '')
		.map((name) => `${name} should not be empty`);
}

function mistyped(body: JsonObject, dto: Dto): string[] {
	return Object.entries(body).flatMap(([name, value]) => {
		const kind = Object.hasOwn(dto.allowed, name) ? dto.allowed[name] : undefined;
		if (!kind || value === undefined || value === null || IS[kind](value)) return [];
		return [`${name} must be ${NAMES[kind]}`];
	});
}

/** Query parameters are checked like bodies. */
export function checkQuery(exchange: Exchange, allowed: readonly string[]): void {
	const unknown = [...new Set(exchange.query.keys())].filter((name) => !allowed.includes(name));
	if (unknown.length === 0) return;
	unprocessable(...unknown.map((name) => `property ${name} should not exist`));
}
