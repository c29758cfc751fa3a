import { asText, isObject, type Json, type JsonObject } from '../http/json';
import { unprocessable } from './refusals';
import type { CustomField, FieldModel } from './types';
import type { CrmUnknowns, CrmWorld } from './world';

type Values = Record<string, Json>;

/** Takes over `customFields: [{id|key, field_value}]` as the CRM validates them. */
export function withFieldValues(
	current: Values,
	sent: Json[],
	model: FieldModel,
	world: CrmWorld,
): Values {
	const { unknowns } = world;
	const values: Values = unknowns.get('customFieldsOnUpdate') === 'merged' ? { ...current } : {};
	for (const entry of sent) {
		if (!isObject(entry)) return unprocessable('customFields must be an array of objects');
		const field = fieldFor(asText(entry.id), asText(entry.key), model, world);
		if (!field) continue;
		const value = entry.field_value ?? aliased(entry, unknowns);
		if (clears(value, unknowns)) {
			if (unknowns.get('clearedFieldIs') === 'empty') values[field.id] = '';
			else delete values[field.id];
		} else if (fits(value, field, unknowns)) {
			values[field.id] = field.dataType === 'DATE' ? asText(value).slice(0, 10) : value;
		} else if (unknowns.get('badCustomValue') === 'rejected' && !isNothing(value, unknowns)) {
			unprocessable(`Invalid value for the custom field ${field.name} (${field.dataType})`);
		}
	}
	return values;
}

function aliased({ fieldValue = null }: JsonObject, unknowns: CrmUnknowns): Json {
	return fieldValue !== null && unknowns.get('fieldValueAlias') === 'accepted' ? fieldValue : null;
}

/** A null is never refused, and an empty text only where it is a value like any other. */
function isNothing(value: Json, unknowns: CrmUnknowns): boolean {
	return value === null || (value === '' && unknowns.get('clearedBy') === 'neither');
}

function fieldFor(id: string, key: string, model: FieldModel, world: CrmWorld) {
	if (!id && !key) unprocessable('customFields need an id or a key');
	const field = world.fields.find((known) => {
		if (known.model !== model) return false;
		if (id) return known.id === id;
		const form = world.unknowns.get('customFieldKeyForm');
		const short = known.fieldKey.replace(/^[a-z]+\./, '');
		return (form !== 'full' && key === short) || (form !== 'short' && key === known.fieldKey);
	});
	if (!field && world.unknowns.get('unknownCustomField') === 'rejected') {
		unprocessable(`Custom field ${id || key} does not exist`);
	}
	return field;
}

function clears(value: Json, unknowns: CrmUnknowns): boolean {
	const how = unknowns.get('clearedBy');
	if (how === 'neither') return false;
	return (value === '' && how !== 'nullOnly') || (value === null && how !== 'emptyOnly');
}

function fits(value: Json, field: CustomField, unknowns: CrmUnknowns): boolean {
	// Neither empty value is refused where none of them empties: both are passed over.
	if (value === '' && unknowns.get('clearedBy') === 'neither') return false;
	switch (field.dataType) {
		case 'DATE':
			return typeof value === 'string' && isDate(value, unknowns);
		case 'MONETORY':
		case 'NUMERICAL':
		case 'FLOAT':
			if (typeof value === 'number') return Number.isFinite(value);
			return /^-?\d+(\.\d+)?$/.test(asText(value)) && unknowns.get('moneyAsText') === 'accepted';
		case 'MULTIPLE_OPTIONS':
		case 'CHECKBOX':
		case 'TEXTBOX_LIST':
			return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
		default:
			return typeof value === 'string';
	}
}

function isDate(text: string, unknowns: CrmUnknowns): boolean {
	if (unknowns.get('dateWriteForm') === 'day') return isDay(text);
	return /T00:00:00(\.000)?Z$/.test(text) && isDay(text.slice(0, 10));
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** How a value is read back. */
export function readable(fieldId: string, value: Json, world: CrmWorld): Json {
	const field = world.fields.find((known) => known.id === fieldId);
	if (field?.dataType !== 'DATE' || typeof value !== 'string' || value === '') return value;
	switch (world.unknowns.get('dateReadFormat')) {
		case 'date':
			return value;
		case 'epochMs':
			return Date.parse(`${value}T00:00:00.000Z`);
		default:
			return `${value}T00:00:00.000Z`;
	}
}
