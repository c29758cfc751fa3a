import type { Exchange } from '../http/exchange';
import { parseDate, passes, type DateTest } from './dates';
import { refuse } from './outcome';
import { idOf, lastUpdated } from './read';
import type { Resource } from './store';
import type { ModMedWorld } from './world';

export type Criterion = (resource: Resource) => boolean;

/** A parameter that may name several values with commas, any of which will do. */
export function anyOf(
	exchange: Exchange,
	parameter: string,
	valueOf: (resource: Resource) => string | string[],
	normal: (text: string) => string = (text) => text,
): Criterion[] {
	return exchange.query.getAll(parameter).map((text) => {
		const wanted = text.split(',').map((value) => normal(value.trim()));
		return (resource) => [valueOf(resource)].flat().some((value) => wanted.includes(normal(value)));
	});
}

/** A parameter that names another resource: by id, by reference or by its whole address. */
export function refersTo(
	exchange: Exchange,
	parameter: string,
	idIn: (resource: Resource) => string,
): Criterion[] {
	const bare = (text: string) => idOf(text).replace(/^ref\|/, '');
	return anyOf(exchange, parameter, idIn, bare);
}

export function lastUpdatedCriteria(exchange: Exchange, world: ModMedWorld): Criterion[] {
	const texts = exchange.query.getAll('_lastUpdated');
	const zone = world.unknowns.get('dayBoundaryZone');
	return chosen(texts, world).map((text) => {
		const test = byDay(parseDate(text, '_lastUpdated', world.unknowns), world);
		return (resource) => {
			const date = lastUpdated(resource);
			return date !== undefined && passes(date, test, zone);
		};
	});
}

function chosen(texts: string[], world: ModMedWorld): string[] {
	if (texts.length < 2) return texts;
	switch (world.unknowns.get('lastUpdatedRepeated')) {
		case 'firstOnly':
			return texts.slice(0, 1);
		case 'lastOnly':
			return texts.slice(-1);
		case 'rejected':
			return refuse(400, 'Parameter _lastUpdated may be given once', world.unknowns);
		default:
			return texts;
	}
}

function byDay(test: DateTest, world: ModMedWorld): DateTest {
	if (!test.hasTime) return test;
	switch (world.unknowns.get('lastUpdatedTime')) {
		case 'honoured':
			return test;
		case 'ignoredTime':
			return { ...test, value: test.value.slice(0, 10), hasTime: false };
		default:
			return refuse(400, 'Parameter _lastUpdated must be yyyy-mm-dd', world.unknowns);
	}
}

export function dateCriteria(
	exchange: Exchange,
	parameter: string,
	dateIn: (resource: Resource) => Date | undefined,
	world: ModMedWorld,
): Criterion[] {
	const zone = world.unknowns.get('dayBoundaryZone');
	const looseness = world.unknowns.get('outOfRangeResults');
	const tests = exchange.query
		.getAll(parameter)
		.map((text) => parseDate(text, parameter, world.unknowns));
	if (looseness === 'filterIgnored') return [];
	const nearby = looseness === 'neighbouringDays' ? [0, -86_400_000, 86_400_000] : [0];
	return tests.map((test) => (resource) => {
		const date = dateIn(resource);
		if (!date) return false;
		return nearby.some((shift) => passes(new Date(date.getTime() + shift), test, zone));
	});
}
