import type { IDataObject } from 'n8n-workflow';

/** Readers for what comes from outside: they never throw and never pass on another type. */

export function asObject(value: unknown): IDataObject {
	return isObject(value) ? value : {};
}

export function asObjects(value: unknown): IDataObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : '';
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
