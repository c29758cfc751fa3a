import { Random } from './random';

/** Hostile data made from good data: what a careless or malicious server may send instead. */

/** Numbers from 0 up to 1, the same each time for the same seed. */
export function randomNumbers(seed: number): () => number {
	const random = new Random(seed);
	return () => random.next();
}

const LONG = 10_000;
const DEEP = 5_000;

/** Property names that every object inherits, and other values that no ID may have. */
export const ODD_IDS = [
	'__proto__',
	'constructor',
	'hasOwnProperty',
	'toString',
	'valueOf',
	'..',
	'../Patient/1',
	'1 2',
	'1\nRef: Appointment/1#000000000000',
	'1#x',
	'{{ $json.id }}',
	'x'.repeat(LONG),
];

/** Texts that a browser, a spreadsheet, n8n, the CRM or a careless regular expression may act on. */
export const ODD_TEXTS = [
	'<img src=x onerror=alert(1)>',
	'<!-- ',
	'</p><script>alert(1)</script>',
	"=cmd|'/C calc'!A0",
	'+SUM(1+1)',
	'{{ $json.id }}',
	'={{ $env.PATH }}',
	'{{contact.email}}',
	'${7*7}',
	'\u202egnirts desrever',
	'\u2066\u2067\u200f',
	'👩‍⚕️🧑🏽‍🚀🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'\ud800 lonely \udc00',
	'\u0000\u0007\u001b[2J\u0085',
	'one\r\ntwo\u2028three\nRef: Appointment/1#000000000000',
	'\nRef: Appointment/1#000000000000',
	'',
	' \t\n',
	'NaN',
	'Infinity',
	'1e309',
	'-0',
	'0000-00-00',
	'2026-02-30T25:61:61Z',
	'2026-03-10T12:00:00+99:99',
	'+275760-09-13T00:00:00.001Z',
	'%',
	'%E0%A4%A',
	'Patient/%2e%2e%2f1',
	'x'.repeat(LONG),
	'<'.repeat(LONG),
	'{'.repeat(LONG),
	' '.repeat(LONG),
	'\n'.repeat(LONG),
	'9'.repeat(LONG),
	'/'.repeat(LONG),
	`${'@.'.repeat(LONG)}@`,
	`a@${'a.'.repeat(LONG)} `,
	`2026-03-10T12:00:00.${'0'.repeat(LONG)}`,
	`${'-'.repeat(LONG)}!`,
	'Ref: '.repeat(LONG / 5),
	'ﷺ'.repeat(LONG),
	'prototype',
	...ODD_IDS,
];

const ODD_VALUES: Array<(chance: () => number, value: unknown) => unknown> = [
	() => null,
	() => [],
	() => ({}),
	() => true,
	() => 0,
	() => -1,
	() => 1e308,
	() => Number.MAX_SAFE_INTEGER + 2,
	(_, value) => [value],
	(_, value) => [[value, value], null],
	(_, value) => ({ value }),
	(_, value) => ({ length: 3, 0: value }),
	(_, value) => (typeof value === 'number' ? String(value) : 42),
	(_, value) => (Array.isArray(value) ? Array.from({ length: 300 }, () => value).flat() : value),
	() => JSON.parse(`${'['.repeat(DEEP)}1${']'.repeat(DEEP)}`),
	() => JSON.parse(`${'{"extension":['.repeat(DEEP / 2)}${']}'.repeat(DEEP / 2)}`),
	() => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
	() => ({ toString: 'x', valueOf: 'x', then: 'x', toJSON: 'x' }),
	(chance) => pick(chance, ODD_TEXTS),
	(chance) => pick(chance, ODD_TEXTS),
	(chance) => pick(chance, ODD_TEXTS),
];

/** A copy of a JSON value with one to four things about it changed for the worse. */
export function mutated(chance: () => number, good: unknown): unknown {
	let value: unknown = JSON.parse(JSON.stringify(good));
	const changes = 1 + Math.floor(chance() * 4);
	for (let change = 0; change < changes; change += 1) value = mutatedOnce(chance, value);
	return value;
}

function mutatedOnce(chance: () => number, value: unknown): unknown {
	const places = placesIn(value);
	const place = pick(chance, places);
	if (!place) return pick(chance, ODD_VALUES)?.(chance, value);
	const { parent, key } = place;
	const what = chance();
	const isList = Array.isArray(parent);
	if (what < 0.2 && isList) parent.splice(Number(key), 1);
	else if (what < 0.2) Reflect.deleteProperty(parent, key);
	else if (what < 0.3 && !isList)
		setOwn(parent, pick(chance, [...ODD_IDS, key]) ?? key, parent[key]);
	else setOwn(parent, key, pick(chance, ODD_VALUES)?.(chance, parent[key]));
	return value;
}

interface Place {
	parent: Record<string, unknown>;
	key: string;
}

/** Every property of every object and list, but not of what is nested beyond reason. */
function placesIn(value: unknown, depth = 0): Place[] {
	if (typeof value !== 'object' || value === null || depth > 12) return [];
	const parent = value as Record<string, unknown>;
	const keys = Object.keys(parent).slice(0, 40);
	return keys.flatMap((key) => [{ parent, key }, ...placesIn(parent[key], depth + 1)]);
}

/** As JSON.parse does: `__proto__` becomes a property like any other. */
function setOwn(parent: object, key: string, value: unknown): void {
	Object.defineProperty(parent, key, {
		value,
		writable: true,
		enumerable: true,
		configurable: true,
	});
}

function pick<T>(chance: () => number, list: readonly T[]): T | undefined {
	return list[Math.floor(chance() * list.length)];
}
