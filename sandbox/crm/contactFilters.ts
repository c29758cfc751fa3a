import { asList, asObject, asText, isObject, type Json } from '../http/json';
import { readable } from './fieldValues';
import { fullName } from './contactViews';
import { unprocessable } from './refusals';
import type { Contact } from './types';
import type { CrmWorld } from './world';

type Test = (contact: Contact) => boolean;
type Values = (contact: Contact) => Json[];

const FIELDS: Record<string, Values> = {
	id: (contact) => [contact.id],
	email: (contact) => present(contact.email),
	phone: (contact) => present(contact.phone),
	firstNameLowerCase: (contact) => present(contact.firstName?.toLowerCase()),
	lastNameLowerCase: (contact) => present(contact.lastName?.toLowerCase()),
	fullNameLowerCase: (contact) => present(fullName(contact).toLowerCase()),
	contactName: (contact) => present(fullName(contact)),
	type: (contact) => [contact.type],
	tags: (contact) => contact.tags,
	dateAdded: (contact) => [contact.dateAdded],
	dateUpdated: (contact) => [contact.dateUpdated],
	dateOfBirth: (contact) => present(contact.dateOfBirth),
};

function present(value: string | undefined): Json[] {
	return value ? [value] : [];
}

/** All filters of a list must be met, unless they stand in an OR group. */
export function filterOf(filters: Json[], world: CrmWorld): Test {
	const tests = filters.map((filter) => oneOf(filter, world));
	return (contact) => tests.every((test) => test(contact));
}

function oneOf(filter: Json, world: CrmWorld): Test {
	if (!isObject(filter)) return unprocessable('filters must be objects');
	if (filter.group !== undefined) return group(asText(filter.group), asList(filter.filters), world);
	const field = asText(filter.field);
	const operator = asText(filter.operator);
	const value = filter.value ?? '';
	if (typeof value === 'string' && value.length > 75) {
		unprocessable('filter values must be at most 75 characters');
	}
	if (field === 'phone' && operator === 'eq' && world.unknowns.get('phoneEqSearch') !== 'works') {
		return () => false;
	}
	const valuesOf = valuesFor(field, world);
	if (!valuesOf) return () => true;
	const tagsInPart = world.unknowns.get('tagFilterMatch') === 'partOfTag';
	const whole = field === 'tags' && !tagsInPart;
	return comparison(operator, value, valuesOf, whole);
}

function group(name: string, filters: Json[], world: CrmWorld): Test {
	const tests = filters.map((filter) => oneOf(filter, world));
	if (name === 'OR') return (contact) => tests.some((test) => test(contact));
	if (name === 'AND') return (contact) => tests.every((test) => test(contact));
	return unprocessable('group must be AND or OR');
}

function valuesFor(field: string, world: CrmWorld): Values | undefined {
	if (Object.hasOwn(FIELDS, field)) return FIELDS[field];
	const custom = /^customFields?\.(.+)$/.exec(field);
	if (!custom) return unprocessable(`filter field ${field} is not supported`);
	const supported = world.unknowns.get('customFieldFilterSupported');
	if (supported === 'ignored') return undefined;
	const id = custom[1] ?? '';
	if (supported === 'rejected' || !world.fields.some((known) => known.id === id)) {
		unprocessable(`filter field ${field} is not supported`);
	}
	return (contact) => {
		const value = contact.customFields[id];
		return value === undefined || value === '' ? [] : [value, readable(id, value, world)];
	};
}

function comparison(operator: string, value: Json, valuesOf: Values, whole: boolean): Test {
	const plain = (entry: Json) => String(entry).toLowerCase();
	const wanted = (Array.isArray(value) ? value : [value]).map(plain);
	const equal: Test = (contact) => valuesOf(contact).some((v) => wanted.includes(plain(v)));
	const contains: Test = (contact) =>
		valuesOf(contact).some((entry) => wanted.some((text) => plain(entry).includes(text)));
	const tests: Record<string, Test> = {
		eq: equal,
		not_eq: (contact) => !equal(contact),
		contains: whole ? equal : contains,
		not_contains: (contact) => !(whole ? equal : contains)(contact),
		exists: (contact) => valuesOf(contact).length > 0,
		not_exists: (contact) => valuesOf(contact).length === 0,
		range: (contact) => valuesOf(contact).some((entry) => within(String(entry), value)),
	};
	const test = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
	return test ?? unprocessable(`operator ${operator} is not supported`);
}

function within(text: string, range: Json): boolean {
	const instant = (value: Json) => Date.parse(asText(value)) || Number(value);
	const at = Date.parse(text);
	const { gte, lte, gt, lt } = asObject(range);
	return (
		(gte === undefined || at >= instant(gte)) &&
		(gt === undefined || at > instant(gt)) &&
		(lte === undefined || at <= instant(lte)) &&
		(lt === undefined || at < instant(lt))
	);
}
