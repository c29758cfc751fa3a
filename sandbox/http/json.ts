export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
	[key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

export function asList(value: unknown): Json[] {
	return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Callers must never be able to change what the sandbox stores. */
export function copy<T>(value: T): T {
	return structuredClone(value);
}

export function without(value: JsonObject, ...keys: string[]): JsonObject {
	return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
