import type { Answer, Exchange } from './exchange';

export type Handler = (exchange: Exchange) => Answer;

export interface Route<Extra> {
	method: string;
	parts: string[];
	handler: Handler;
	extra: Extra;
}

export interface Match<Extra> {
	route: Route<Extra>;
	params: Record<string, string>;
}

/** A path is matched part by part; `:name` takes one part. Earlier routes win. */
export class Router<Extra = undefined> {
	private readonly routes: Array<Route<Extra>> = [];

	add(method: string, pattern: string, handler: Handler, extra: Extra): this {
		this.routes.push({ method, parts: split(pattern), handler, extra });
		return this;
	}

	match(method: string, path: string): Match<Extra> | undefined {
		const parts = split(path).map(decode);
		for (const route of this.routes) {
			if (route.method !== method) continue;
			const params = matchParts(route.parts, parts);
			if (params) return { route, params };
		}
		return undefined;
	}
}

function split(path: string): string[] {
	return path.split('/').filter((part) => part !== '');
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | undefined {
	if (pattern.length !== parts.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, expected] of pattern.entries()) {
		const actual = parts[index] ?? '';
		if (expected.startsWith(':')) params[expected.slice(1)] = actual;
		else if (expected !== actual) return undefined;
	}
	return params;
}
